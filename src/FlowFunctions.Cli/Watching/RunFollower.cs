using System.Net;
using System.Runtime.CompilerServices;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Watching;

/// <summary>Reads a run again and again until it has ended, through outages of the server, which it tells.</summary>
internal sealed class RunFollower(ServerSession session)
{
    /// <summary>How long a server may be away that is watched: a restart, a deployment.</summary>
    private static readonly TimeSpan OutagePatience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan OutageInterval = TimeSpan.FromSeconds(5);

    /// <summary>The last snapshot is the ended run.</summary>
    public async IAsyncEnumerable<RunSnapshot> FollowAsync(FollowedRun followed, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var run = await ReadAsync(followed, cancellationToken);
            yield return new RunSnapshot(run, session.Time.GetUtcNow());
            if (run.HasEnded)
                yield break;
            await Task.Delay(interval, session.Time, cancellationToken);
        }
    }

    private async Task<FlowRun> ReadAsync(FollowedRun followed, CancellationToken cancellationToken)
    {
        long? since = null;
        while (true)
        {
            try
            {
                var run = await new RunFinder(session.Client).FollowAsync(followed.What, followed.RunId, cancellationToken);
                if (since is not null)
                    session.Messages.Say("The server answers again.");
                return run;
            }
            catch (Exception problem) when (IsOutage(problem) && (since is null || session.Time.GetElapsedTime(since.Value) < OutagePatience))
            {
                if (since is null)
                    session.Messages.Say($"{session.Target.Text} does not answer; the run goes on if it can. Asking again for {OutagePatience.TotalMinutes} minutes.");
                since ??= session.Time.GetTimestamp();
            }

            await Task.Delay(OutageInterval, session.Time, cancellationToken);
        }
    }

    private static bool IsOutage(Exception problem) => problem switch
    {
        HttpRequestException => true,
        OperationCanceledException { InnerException: TimeoutException } => true,
        FlowsApiException refusal => refusal.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests,
        _ => false,
    };
}
