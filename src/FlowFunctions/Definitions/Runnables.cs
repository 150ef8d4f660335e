using FlowFunctions.Storage;

namespace FlowFunctions.Definitions;

/// <summary>What can be run, whichever kind it is of. An id is of one document at most. Thread-safe.</summary>
public sealed class Runnables(FlowStore flows, IntegrationStore integrations)
{
    /// <summary>The integration, else the flow; null where neither has this id.</summary>
    public async Task<Runnable?> FindAsync(string id, CancellationToken cancellationToken) =>
        (Runnable?)await integrations.GetAsync(id, cancellationToken) ?? await flows.GetAsync(id, cancellationToken);

    /// <summary>As <see cref="FindAsync"/> for each of <paramref name="ids"/>; an id that nothing has is left out.</summary>
    public async Task<IReadOnlyDictionary<string, Runnable>> FindManyAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var foundIntegrations = await integrations.GetManyAsync(ids, cancellationToken);
        var foundFlows = await flows.GetManyAsync(ids.Where(id => !foundIntegrations.ContainsKey(id)), cancellationToken);
        return foundIntegrations.Values.Concat<Runnable>(foundFlows.Values).ToDictionary(found => found.Id, StringComparer.Ordinal);
    }

    /// <summary>The names of those of <paramref name="ids"/> that are of the kind, by id. Costs one read unless the kind's list changed.</summary>
    public Task<IReadOnlyDictionary<string, string>> NamesAsync(RunKind kind, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        kind == RunKind.Flow ? flows.NamesAsync(ids, cancellationToken) : integrations.NamesAsync(ids, cancellationToken);

    /// <summary>Null where none of the kind has this id.</summary>
    public async Task<Runnable?> GetAsync(RunKind kind, string id, CancellationToken cancellationToken) =>
        kind == RunKind.Flow ? await flows.GetAsync(id, cancellationToken) : await integrations.GetAsync(id, cancellationToken);

    /// <summary>As <see cref="DocumentStore{TDocument}.LastSeen"/>.</summary>
    public Runnable? LastSeen(RunKind kind, string id) => kind == RunKind.Flow ? flows.LastSeen(id) : integrations.LastSeen(id);

    /// <summary>
    /// The integrations of <paramref name="ids"/>, by id, as this process has seen them last; those that it has not, or has seen running by themselves, are read. One that has been seen may be out of
    /// date, or deleted.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, IntegrationDocument>> SeenIntegrationsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var seen = ids.Select(integrations.LastSeen).OfType<IntegrationDocument>().Where(one => one.ActiveRunId is null).ToDictionary(integration => integration.Id, StringComparer.Ordinal);
        foreach (var (id, integration) in await integrations.GetManyAsync(ids.Where(id => !seen.ContainsKey(id)), cancellationToken))
        {
            seen[id] = integration;
        }

        return seen;
    }

    /// <inheritdoc cref="DocumentStore{TDocument}.UpdateManyAsync"/>
    public Task UpdateIntegrationsAsync(IEnumerable<IntegrationDocument> known, Func<IntegrationDocument, IntegrationDocument?> change, CancellationToken cancellationToken) =>
        integrations.UpdateManyAsync(known, change, cancellationToken);

    /// <summary>Writes <paramref name="next"/> over <paramref name="previous"/>, of the same kind, as <see cref="DocumentStore{TDocument}.ReplaceAsync"/> does.</summary>
    public async Task<WriteStatus> ReplaceAsync(Runnable previous, Runnable next, CancellationToken cancellationToken) =>
        previous is FlowDocument flow
            ? (await flows.ReplaceAsync(flow, (FlowDocument)next, cancellationToken)).Status
            : (await integrations.ReplaceAsync((IntegrationDocument)previous, (IntegrationDocument)next, cancellationToken)).Status;

    /// <summary>Changes the integration, else the flow, as <see cref="DocumentStore{TDocument}.UpdateAsync"/> does.</summary>
    public async Task<WriteStatus> UpdateAsync(string id, Func<Runnable, Runnable?> change, CancellationToken cancellationToken)
    {
        var status = await UpdateAsync(RunKind.Integration, id, change, cancellationToken);
        return status == WriteStatus.NotFound ? await UpdateAsync(RunKind.Flow, id, change, cancellationToken) : status;
    }

    /// <inheritdoc cref="UpdateAsync(string, Func{Runnable, Runnable}, CancellationToken)"/>
    public async Task<WriteStatus> UpdateAsync(RunKind kind, string id, Func<Runnable, Runnable?> change, CancellationToken cancellationToken) =>
        kind == RunKind.Flow
            ? (await flows.UpdateAsync(id, flow => (FlowDocument?)change(flow), cancellationToken)).Status
            : (await integrations.UpdateAsync(id, integration => (IntegrationDocument?)change(integration), cancellationToken)).Status;
}
