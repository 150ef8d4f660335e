using FlowFunctions.Cli.App;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Demo;

/// <summary>The main job, seen from outside: store the samples, run the flow, follow it, compare its end with what is expected.</summary>
internal sealed class DemoScenario(FlowsClient client, IDemoView view, TimeProvider time)
{
    /// <returns>True when the run ended as expected.</returns>
    public async Task<bool> PlayAsync(SampleDocuments samples, string endpoint, AppKey key, CancellationToken cancellationToken)
    {
        var flow = await new SampleInstaller(client, view, time).InstallAsync(samples, endpoint, cancellationToken);
        var runId = await client.RunFlowAsync(flow.Id, cancellationToken);

        var watch = new RunWatch(client, time);
        var run = await view.FollowAsync(flow.Name, watch.WatchAsync(flow, runId, cancellationToken), cancellationToken);
        var latestRun = await watch.LatestRunAsync(flow, cancellationToken);
        view.ShowLatestRun(latestRun);
        view.ShowCommands("Call the API yourself, in this folder, while 'flows demo' serves:", CurlCommands.For(client.Address, key, flow, runId));

        var differences = ExpectedRun.Differences(run, latestRun);
        if (differences.Count > 0)
            view.ShowVerdict(isExpected: false, ["The run did not end as expected:", .. differences]);
        return differences.Count == 0;
    }
}
