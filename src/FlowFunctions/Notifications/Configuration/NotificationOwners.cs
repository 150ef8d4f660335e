using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Flows;
using FlowFunctions.Integrations;
using FlowFunctions.Storage;

namespace FlowFunctions.Notifications.Configuration;

/// <summary>
/// The flows and integrations as notifications see them: each names at most one notification configuration. Naming another is no modification
/// of a flow: who modified it and when stay as they are, as they do for its runs.
/// </summary>
public sealed class NotificationOwners(FlowStore flows, IntegrationStore integrations)
{
    /// <summary>The configuration that each of <paramref name="ids"/> names, null for none; an id that no flow or integration has is left out.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var foundIntegrations = await integrations.GetManyAsync(ids, cancellationToken);
        var foundFlows = await flows.GetManyAsync(ids.Where(id => !foundIntegrations.ContainsKey(id)), cancellationToken);
        return foundIntegrations.Values.Select(integration => KeyValuePair.Create(integration.Id, integration.NotificationId))
            .Concat(foundFlows.Values.Select(flow => KeyValuePair.Create(flow.Id, flow.NotificationId)))
            .ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>
    /// Makes <paramref name="id"/> name <paramref name="next"/>, where it still names <paramref name="expected"/>; null is no configuration. Ends as
    /// <see cref="WriteStatus.Written"/>, <see cref="WriteStatus.Declined"/> where it names another, or <see cref="WriteStatus.NotFound"/>.
    /// </summary>
    public async Task<WriteStatus> TryNameAsync(string id, string? expected, string? next, CancellationToken cancellationToken)
    {
        var result = await integrations.UpdateAsync(
            id, integration => Named<IntegrationDocument, IntegrationInput>(integration, expected, next), cancellationToken);
        return result.Status != WriteStatus.NotFound
            ? result.Status
            : (await flows.UpdateAsync(id, flow => Named<FlowDocument, FlowInput>(flow, expected, next), cancellationToken)).Status;
    }

    private static TDocument? Named<TDocument, TInput>(TDocument document, string? expected, string? next)
        where TDocument : Document<TInput>
        where TInput : class =>
        document.NotificationId == expected ? (TDocument)((Document<TInput>)document with { NotificationId = next }) : null;
}
