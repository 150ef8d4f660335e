using FlowFunctions.Cli.App;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Files;
using FlowFunctions.Cli.Rendering;
using FlowFunctions.Cli.Simulator;

namespace FlowFunctions.Cli.Demo;

/// <summary>The main job, seen from outside: put the files there, store the samples, run the flow, follow it, compare its end and what it left with what is expected.</summary>
internal sealed class DemoScenario(FlowsClient client, FileStore files, SimulatorClient simulator, IDemoView view, TimeProvider time)
{
    /// <returns>True when the run ended as expected.</returns>
    public async Task<bool> PlayAsync(SampleDocuments samples, string endpoint, AppKey key, CancellationToken cancellationToken)
    {
        await files.FillAsync(samples.Files, cancellationToken);
        view.Say($"Files in {files.Address}: {string.Join(", ", samples.Files.Select(file => file.Name))}");

        var flow = await new SampleInstaller(client, view, time).InstallAsync(samples, Place(endpoint), cancellationToken);
        var runId = await client.RunFlowAsync(flow.Id, cancellationToken);

        var watch = new RunWatch(client, time);
        var run = await view.FollowAsync(flow.Name, watch.WatchAsync(flow, runId, cancellationToken), cancellationToken);
        var latestRun = await watch.LatestRunAsync(flow, cancellationToken);
        var results = await new ResultsReader(client, files, simulator).ReadAsync(run, cancellationToken);
        view.ShowLatestRun(latestRun);
        view.ShowLines("What the run left behind", ResultsText.Of(results, samples.Expected, files));
        view.ShowCommands("Call the API yourself, in this folder, while 'flows demo' serves:", CurlCommands.For(client.Address, key, flow, run));

        IReadOnlyList<string> differences = [.. ExpectedRun.Differences(run, latestRun), .. ExpectedResults.Differences(results, samples.Expected)];
        if (differences.Count > 0)
            view.ShowVerdict(isExpected: false, ["The run did not end as expected:", .. differences]);
        return differences.Count == 0;
    }

    private Dictionary<string, string> Place(string endpoint) => new(StringComparer.Ordinal)
    {
        ["ENDPOINT"] = endpoint,
        ["STORAGE_ACCOUNT"] = files.AccountName,
        ["CONTAINER"] = files.ContainerName,
        ["PLANNING_FILES_SAS_TOKEN"] = files.Sign(time),
    };
}
