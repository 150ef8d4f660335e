using System.Text.Json.Serialization;
using FlowFunctions.Schedules;
using FlowFunctions.Storage;

namespace FlowFunctions.Integrations;

/// <summary>An integration by itself. As in the original service it has no type.</summary>
internal sealed record IntegrationResource(
    string IntegrationId,
    string Name,
    string ModelId,
    string WorkspaceId,
    bool NuxVisible,
    string? ProcessId,
    string? NotificationId,
    LatestRun? LatestRun,
    ScheduleResource? Schedule,
    string CreatedBy,
    DateTimeOffset CreationDate,
    string? ModifiedBy,
    DateTimeOffset ModificationDate,
    IReadOnlyList<object>? Jobs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EndpointResource? Endpoint)
{
    public static IntegrationResource Of(IntegrationDocument integration, ScheduleDocument? schedule) =>
        new(
            integration.Id,
            integration.Name,
            integration.Input.ModelId ?? "",
            integration.Input.WorkspaceId ?? "",
            integration.Input.NuxVisible,
            integration.Input.ProcessId,
            integration.NotificationId,
            integration.LatestRun,
            ScheduleResource.Of(schedule),
            integration.CreatedBy,
            integration.CreationDate,
            integration.ModifiedBy,
            integration.ModificationDate,
            Jobs: null,
            integration.Input.Endpoint is { } endpoint ? EndpointResource.Of(endpoint) : null);
}
