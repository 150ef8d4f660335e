using System.Runtime.CompilerServices;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Demo;

/// <summary>Reads a run four times a second until it has ended.</summary>
internal sealed class RunWatch(FlowsClient client, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(15);

    /// <summary>The last snapshot is the ended run.</summary>
    public async IAsyncEnumerable<RunSnapshot> WatchAsync(InstalledFlow flow, string runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var run = await client.GetRunAsync(flow.Id, runId, cancellationToken);
            yield return new RunSnapshot(run, time.GetUtcNow());
            if (run.HasEnded)
                yield break;
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    /// <summary>The flow's latestRun once it tells the end; it is written just after the run itself.</summary>
    public async Task<LatestRun> LatestRunAsync(InstalledFlow flow, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            if ((await client.GetFlowAsync(flow.Id, cancellationToken)).LatestRun is { EndDate: not null } latestRun)
                return latestRun;
            if (time.GetElapsedTime(since) > EndPatience)
                throw new FlowsException("The run has ended, but latestRun of the flow still says that it runs.", "This is a defect of the app; its log may tell more.");
            await Task.Delay(Interval, time, cancellationToken);
        }
    }
}
