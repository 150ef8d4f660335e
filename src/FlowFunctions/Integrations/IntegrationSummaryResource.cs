using FlowFunctions.Definitions;
using FlowFunctions.Schedules;

namespace FlowFunctions.Integrations;

/// <summary>An integration in a list.</summary>
internal sealed record IntegrationSummaryResource(
    string IntegrationId,
    string Name,
    string IntegrationType,
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
    DateTimeOffset ModificationDate)
{
    public static IntegrationSummaryResource Of(IntegrationDocument integration, ScheduleDocument? schedule) =>
        new(
            integration.Id,
            integration.Name,
            integration.Input.TypeOf().ToString(),
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
            integration.ModificationDate);
}
