using System.Net;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Demo;

/// <summary>Stores the samples through the API. What an earlier demo left is found by its name and replaced, so ids and history stay.</summary>
internal sealed class SampleInstaller(FlowsClient client, IDemoView view, TimeProvider time)
{
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    public async Task<InstalledFlow> InstallAsync(SampleDocuments samples, string endpoint, CancellationToken cancellationToken)
    {
        var flow = await FindFlowAsync(samples.FlowName, cancellationToken);
        if (flow is not null)
            await EndEarlierRunAsync(flow, cancellationToken);

        var ids = await InstallIntegrationsAsync(samples, endpoint, cancellationToken);
        var document = SampleDocuments.FillIn(samples.Flow, endpoint, ids);
        string id;
        if (flow is null)
            id = await client.CreateFlowAsync(document, cancellationToken);
        else
            await client.ReplaceFlowAsync(id = flow.Id, document, cancellationToken);
        view.Say($"{(flow is null ? "Created" : "Updated")} {ids.Count} integrations and the flow '{samples.FlowName}'.");
        return new InstalledFlow(id, samples.FlowName);
    }

    private async Task<Dictionary<string, string>> InstallIntegrationsAsync(SampleDocuments samples, string endpoint, CancellationToken cancellationToken)
    {
        var existing = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var integration in client.ListIntegrationsAsync(cancellationToken))
            existing[integration.Name.Trim()] = integration.IntegrationId;

        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, sample) in samples.Integrations)
        {
            var document = SampleDocuments.FillIn(sample, endpoint, ids);
            if (existing.TryGetValue(SampleDocuments.NameOf(document), out var id))
                await client.ReplaceIntegrationAsync(id, document, cancellationToken);
            else
                id = await client.CreateIntegrationAsync(document, cancellationToken);
            ids.Add(name, id);
        }

        return ids;
    }

    private async Task<Flow?> FindFlowAsync(string name, CancellationToken cancellationToken)
    {
        await foreach (var flow in client.ListFlowsAsync(cancellationToken))
        {
            if (string.Equals(flow.Name.Trim(), name, StringComparison.OrdinalIgnoreCase))
                return flow;
        }

        return null;
    }

    /// <summary>A demo that was killed leaves a run that goes on as soon as the app is back, and calls an endpoint that is gone.</summary>
    private async Task EndEarlierRunAsync(Flow flow, CancellationToken cancellationToken)
    {
        if (await client.GetNewestRunAsync(flow.Id, cancellationToken) is not { HasEnded: false } run)
            return;
        try
        {
            await client.CancelRunAsync(flow.Id, run.Id, cancellationToken);
        }
        catch (FlowsApiException refusal) when (refusal.Status == HttpStatusCode.Conflict)
        {
            // It ended by itself in the meantime.
        }

        await view.WaitAsync(() => "Cancelling the run that an earlier demo left", WaitForEndAsync(flow, run, cancellationToken), cancellationToken);
    }

    private async Task WaitForEndAsync(Flow flow, FlowRun run, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (!(await client.GetRunAsync(flow.Id, run.Id, cancellationToken)).HasEnded)
        {
            if (time.GetElapsedTime(since) > CancelPatience)
                throw new FlowsException($"Run {run.Id} of an earlier demo was cancelled but does not end.", "Delete the folders .azurite and .flows to start afresh.");
            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }
}
