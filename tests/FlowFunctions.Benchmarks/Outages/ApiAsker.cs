using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Outages;

/// <summary>Asks routes and keeps what they answer.</summary>
internal sealed class ApiAsker(HttpClient client)
{
    /// <summary>Longer than any answer may take: how late one is shall be seen.</summary>
    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromSeconds(90);

    public async Task<ApiAnswer> AskAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(GivesUpAfter);
        using var message = call.ToMessage();
        var since = TimeProvider.System.GetTimestamp();
        try
        {
            using var answer = await client.SendAsync(message, patience.Token);
            var text = await answer.Content.ReadAsStringAsync(patience.Token);
            return new(call.Route, (int)answer.StatusCode, Elapsed(), answer.Headers.RetryAfter is not null, text);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new(call.Route, 0, Elapsed(), HasRetryAfter: false, fault.Message);
        }

        double Elapsed() => TimeProvider.System.GetElapsedTime(since).TotalSeconds;
    }

    /// <summary>Again and again until the time is over; a round begins some time after the last one.</summary>
    /// <param name="calls">All of a round.</param>
    /// <param name="atOnce">How many are under way at the same time.</param>
    /// <param name="pause">Between rounds.</param>
    /// <param name="length">No round begins after it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<ApiAnswer>> AskForAsync(IReadOnlyList<ApiCall> calls, int atOnce, TimeSpan pause, TimeSpan length, CancellationToken cancellationToken)
    {
        var answers = new List<ApiAnswer>();
        var since = TimeProvider.System.GetTimestamp();
        do
        {
            await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken }, async (call, token) =>
            {
                var answer = await AskAsync(call, token);
                lock (answers)
                {
                    answers.Add(answer);
                }
            });
            await Task.Delay(pause, cancellationToken);
        }
        while (TimeProvider.System.GetElapsedTime(since) < length);

        return answers;
    }
}
