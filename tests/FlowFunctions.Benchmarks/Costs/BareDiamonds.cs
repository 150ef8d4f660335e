using System.Net.Http.Json;
using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>Runs diamonds of the bare application.</summary>
/// <param name="installation">Of the bare application.</param>
/// <param name="areRecorded">Whether each makes as many requests of tables as a run of the application's.</param>
internal sealed class BareDiamonds(Installation installation, bool areRecorded)
{
    private const int Counted = 10;

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan OverAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(5);

    /// <returns>The instance's id.</returns>
    public async Task<string> StartAsync(CancellationToken cancellationToken)
    {
        var address = Uri.EscapeDataString(installation.Endpoint.AddressOf(TimeSpan.Zero).ToString());
        using var answer = await installation.Client.PostAsync(new Uri($"diamonds?address={address}&recorded={(areRecorded ? "true" : "false")}", UriKind.Relative), content: null, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<string>(cancellationToken))!;
    }

    /// <summary>Returns when it has ended well.</summary>
    public async Task EndedAsync(string id, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await installation.Client.GetFromJsonAsync<bool>(new Uri($"diamonds/{id}", UriKind.Relative), cancellationToken))
        {
            if (TimeProvider.System.GetElapsedTime(since) > EndsWithin)
            {
                throw new MeasureException($"The diamond {id} did not end.");
            }

            await Task.Delay(LookAgainAfter, cancellationToken);
        }
    }

    /// <summary>So many at once.</summary>
    /// <returns>From the first request to the last one's end.</returns>
    public async Task<TimeSpan> RunAsync(int count, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        var ids = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => StartAsync(cancellationToken)));

        // One after the other: to ask for all again and again would be most of the work.
        foreach (var id in ids)
        {
            await EndedAsync(id, cancellationToken);
        }

        return TimeProvider.System.GetElapsedTime(since);
    }

    /// <summary>The requests of one: it writes to no table of its own, and says that it is over when it is asked.</summary>
    public Task<Traffic> CountAsync(CancellationToken cancellationToken) => installation.CountAsync(
        async () =>
        {
            for (var run = 0; run < Counted; run++)
            {
                var id = await StartAsync(cancellationToken);
                await Task.Delay(OverAfter, cancellationToken);
                await EndedAsync(id, cancellationToken);
            }
        },
        Counted);
}
