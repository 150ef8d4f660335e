using System.Net;
using FlowFunctions.Cli.Applying;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Rendering;
using FlowFunctions.Cli.Vaults;

namespace FlowFunctions.Cli.Demo;

/// <summary>Applies the samples as <c>flows apply</c> does. What an earlier demo left is found by its name and changed, so ids and history stay.</summary>
internal sealed class SampleInstaller(FlowsClient client, IDemoView view, TimeProvider time)
{
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <param name="samples">What is stored.</param>
    /// <param name="place">The values that the samples name: where the endpoint, the files and their signature are.</param>
    /// <param name="cancellationToken">Ends it between two calls.</param>
    public async Task<InstalledFlow> InstallAsync(SampleDocuments samples, IReadOnlyDictionary<string, string> place, CancellationToken cancellationToken)
    {
        var server = await ServerDefinitions.ReadAsync(client, "the app", cancellationToken);
        var flow = server.Find(Kind.Flow, samples.FlowName);
        if (flow is not null)
            await EndEarlierRunAsync(flow.Id, cancellationToken);

        var values = new Values(place, _ => null, KeyVaultSecrets.ReadSignedInAsync);
        var plan = await Planner.MakeAsync(server, samples.Definitions, values, new PlanOptions(Prunes: false, WritesSecrets: true), cancellationToken);
        var ids = ItemIds.Of(server);
        if (!await new Applier(client, ids, keepsGoing: false, _ => { }).ApplyAsync(plan, cancellationToken))
        {
            var failed = plan.Items.First(item => item.Error is not null);
            throw new FlowsException($"The app does not take {failed.Kind.Called(failed.Name)} of the samples: {failed.Error}", "Delete the folders .azurite and .flows to start afresh.");
        }

        view.Say($"{(flow is null ? "Created" : "Updated")} {Count(samples, Kind.Connection)}, {Count(samples, Kind.Integration)} and the flow '{samples.FlowName}'.");
        return new InstalledFlow(ids.Find(Kind.Flow, samples.FlowName), samples.FlowName);
    }

    private static string Count(SampleDocuments samples, Kind kind) => samples.Count(kind) == 1 ? $"1 {kind.Word}" : $"{samples.Count(kind)} {kind.Plural}";

    /// <summary>A demo that was killed leaves a run that goes on as soon as the app is back, and calls what is gone.</summary>
    private async Task EndEarlierRunAsync(string flowId, CancellationToken cancellationToken)
    {
        if (await client.GetNewestRunAsync(flowId, cancellationToken) is not { HasEnded: false } run)
            return;
        try
        {
            await client.CancelRunAsync(flowId, run.Id, cancellationToken);
        }
        catch (FlowsApiException refusal) when (refusal.Status == HttpStatusCode.Conflict)
        {
            // It ended by itself in the meantime.
        }

        await view.WaitAsync(() => "Cancelling the run that an earlier demo left", WaitForEndAsync(flowId, run, cancellationToken), cancellationToken);
    }

    private async Task WaitForEndAsync(string flowId, FlowRun run, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (!(await client.GetRunAsync(flowId, run.Id, cancellationToken)).HasEnded)
        {
            if (time.GetElapsedTime(since) > CancelPatience)
                throw new FlowsException($"Run {run.Id} of an earlier demo was cancelled but does not end.", "Delete the folders .azurite and .flows to start afresh.");
            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }
}
