using FlowFunctions.Core;
using FlowFunctions.Flows;
using FlowFunctions.Integrations;
using FlowFunctions.Runs;

namespace FlowFunctions.Schedules;

/// <summary>Finds the flows and integrations that schedules belong to.</summary>
public sealed class ScheduleOwners(FlowStore flows, IntegrationStore integrations)
{
    /// <summary>Null where neither an integration nor a flow has this id.</summary>
    public async Task<ScheduleOwner?> FindAsync(string id, CancellationToken cancellationToken) =>
        ResourceId.IsValid(id)
            ? await GetAsync(id, RunKind.Integration, cancellationToken) ?? await GetAsync(id, RunKind.Flow, cancellationToken)
            : null;

    /// <summary>Null where there is none.</summary>
    public async Task<ScheduleOwner?> GetAsync(string id, RunKind kind, CancellationToken cancellationToken)
    {
        var name = kind == RunKind.Flow
            ? (await flows.GetAsync(id, cancellationToken))?.Name
            : (await integrations.GetAsync(id, cancellationToken))?.Name;
        return name is null ? null : new(id, kind, name);
    }
}
