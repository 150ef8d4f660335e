using System.Text.Json.Serialization;
using FlowFunctions.Definitions;
using FlowFunctions.Schedules;

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
    IReadOnlyList<JobResource>? Jobs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EndpointResource? Endpoint)
{
    /// <param name="integration">As it is stored.</param>
    /// <param name="connections">Those that its jobs refer to and that are not deleted, by id.</param>
    /// <param name="schedule">Null where it has none.</param>
    public static IntegrationResource Of(
        IntegrationDocument integration, IReadOnlyDictionary<string, ConnectionDocument> connections, ScheduleDocument? schedule) =>
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
            JobResource.Of(integration, connections),
            integration.Input.Endpoint is { } endpoint ? EndpointResource.Of(endpoint) : null);
}
