using FlowFunctions.Embedded.Engine.Instances;
using FlowFunctions.Embedded.Engine.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Engine;

/// <summary>Lists instances by their ids in ordinal order, page by page: those in memory and those that have ended, merged.</summary>
internal static class InstancePages
{
    /// <param name="session">The hub.</param>
    /// <param name="query">Which instances.</param>
    /// <param name="after">The last id of the page before; null for the first page.</param>
    /// <param name="size">The most instances of the page.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Page<OrchestrationMetadata>> ReadAsync(
        HubSession session, OrchestrationQuery query, string? after, int size, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        if (query.TaskHubNames?.ToList() is { Count: > 0 } hubs && !hubs.Contains(session.Parts.Options.HubName, StringComparer.OrdinalIgnoreCase))
        {
            return new Page<OrchestrationMetadata>([]);
        }

        // Those in memory first: one that ends in between is then found among the ended ones too, and not in neither.
        var active = session.Active.Where(runner => !runner.IsEnding).ToList();
        await Task.WhenAll(active.Select(runner => runner.Loaded)).WaitAsync(cancellationToken);
        var statuses = query.Statuses?.ToHashSet() ?? [];
        var converter = session.Parts.Options.DataConverter;
        var shown = active
            .Select(runner => runner.State)
            .Where(state => Fits(state, query, statuses, after))
            .Select(state => InstanceView.Of(state, query.FetchInputsAndOutputs, converter));
        var ended = await session.Parts.Instances.QueryEndedAsync(
            new EndedFilter
            {
                CreatedFrom = query.CreatedFrom, CreatedTo = query.CreatedTo, Statuses = statuses, IdPrefix = query.InstanceIdPrefix, After = after,
            },
            size + 1,
            query.FetchInputsAndOutputs,
            cancellationToken);

        // The end of an earlier instance of the same id is not shown beside its successor.
        var taken = active.Select(runner => runner.Record.InstanceId).ToHashSet(StringComparer.Ordinal);
        var merged = shown
            .Concat(ended.Where(record => !taken.Contains(record.InstanceId)).Select(record => InstanceView.Of(record, query.FetchInputsAndOutputs, converter)))
            .OrderBy(instance => instance.InstanceId, StringComparer.Ordinal)
            .ToList();
        var page = merged.Take(size).ToList();
        return new Page<OrchestrationMetadata>(page, merged.Count > size || ended.Count > size ? page[^1].InstanceId : null);
    }

    private static bool Fits(InstanceState state, OrchestrationQuery query, HashSet<OrchestrationRuntimeStatus> statuses, string? after) =>
        (statuses.Count == 0 || statuses.Contains(state.Status))
        && (query.CreatedFrom is not { } from || state.Record.CreatedAt >= from.UtcDateTime)
        && (query.CreatedTo is not { } to || state.Record.CreatedAt <= to.UtcDateTime)
        && (query.InstanceIdPrefix is null || state.Record.InstanceId.StartsWith(query.InstanceIdPrefix, StringComparison.Ordinal))
        && (after is null || string.CompareOrdinal(state.Record.InstanceId, after) > 0);
}
