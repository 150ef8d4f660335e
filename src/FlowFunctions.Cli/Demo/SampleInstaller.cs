using System.Net;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Demo;

/// <summary>Stores the samples through the API. What an earlier demo left is found by its name and replaced, so ids and history stay.</summary>
internal sealed class SampleInstaller(FlowsClient client, IDemoView view, TimeProvider time)
{
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <param name="samples">What is stored.</param>
    /// <param name="place">Values of the placeholders that the samples cannot know: "endpoint", "container".</param>
    /// <param name="cancellationToken">Ends it between two calls.</param>
    public async Task<InstalledFlow> InstallAsync(SampleDocuments samples, IReadOnlyDictionary<string, string> place, CancellationToken cancellationToken)
    {
        var flow = await FindFlowAsync(samples.FlowName, cancellationToken);
        if (flow is not null)
            await EndEarlierRunAsync(flow, cancellationToken);

        var values = new Dictionary<string, string>(place, StringComparer.Ordinal);
        await InstallConnectionsAsync(samples, values, cancellationToken);
        await InstallIntegrationsAsync(samples, values, cancellationToken);
        var document = SampleDocuments.FillIn(samples.Flow, values);
        string id;
        if (flow is null)
            id = await client.CreateFlowAsync(document, cancellationToken);
        else
            await client.ReplaceFlowAsync(id = flow.Id, document, cancellationToken);
        view.Say($"{(flow is null ? "Created" : "Updated")} {Count(samples.Connections, "connection")}, {Count(samples.Integrations, "integration")} and the flow '{samples.FlowName}'.");
        return new InstalledFlow(id, samples.FlowName);
    }

    private static string Count(IReadOnlyDictionary<string, string> documents, string what) => $"{documents.Count} {what}{(documents.Count == 1 ? "" : "s")}";

    private async Task InstallConnectionsAsync(SampleDocuments samples, Dictionary<string, string> values, CancellationToken cancellationToken)
    {
        var existing = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var connection in client.ListConnectionsAsync(cancellationToken))
            existing[connection.Body.Name.Trim()] = connection.ConnectionId;

        foreach (var (name, sample) in samples.Connections)
        {
            var document = SampleDocuments.FillIn(sample, values);
            if (existing.TryGetValue(SampleDocuments.NameOf(document), out var id))
                await client.ReplaceConnectionAsync(id, SampleDocuments.BodyOf(document), cancellationToken);
            else
                id = await client.CreateConnectionAsync(document, cancellationToken);
            values.Add($"connection:{name}", id);
        }
    }

    private async Task InstallIntegrationsAsync(SampleDocuments samples, Dictionary<string, string> values, CancellationToken cancellationToken)
    {
        var existing = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var integration in client.ListIntegrationsAsync(cancellationToken))
            existing[integration.Name.Trim()] = integration.IntegrationId;

        foreach (var (name, sample) in samples.Integrations)
        {
            var document = SampleDocuments.FillIn(sample, values);
            if (existing.TryGetValue(SampleDocuments.NameOf(document), out var id))
                await client.ReplaceIntegrationAsync(id, document, cancellationToken);
            else
                id = await client.CreateIntegrationAsync(document, cancellationToken);
            values.Add($"integration:{name}", id);
        }
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

    /// <summary>A demo that was killed leaves a run that goes on as soon as the app is back, and calls what is gone.</summary>
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
