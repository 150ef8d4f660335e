using System.ComponentModel.DataAnnotations;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Schedules;

namespace FlowFunctions.Integrations;

/// <summary>An integration in a list.</summary>
/// <param name="IntegrationId">Of the integration.</param>
/// <param name="Name">Of the integration.</param>
/// <param name="IntegrationType">`Process` where it runs a process or an endpoint, `Import` where it loads into a model, `Export` where it
/// exports from one.</param>
/// <param name="ModelId">Model that it works on; empty for an endpoint that belongs to none.</param>
/// <param name="WorkspaceId">Workspace of the model; empty for an endpoint that belongs to none.</param>
/// <param name="NuxVisible">As its author set it.</param>
/// <param name="ProcessId">Of the process; null where it runs none.</param>
/// <param name="NotificationId">Of its notification configuration; null where that was deleted.</param>
/// <param name="LatestRun">The newest run; null where there was none.</param>
/// <param name="Schedule">Null where it has none.</param>
/// <param name="CreatedBy">Who created it.</param>
/// <param name="CreationDate">When it was created.</param>
/// <param name="ModifiedBy">Who changed it last; null until somebody has.</param>
/// <param name="ModificationDate">When it was changed last; the creation until then.</param>
internal sealed record IntegrationSummaryResource(
    [property: LooksLike(TextShape.Id)] string IntegrationId,
    [property: Length(1, IntegrationInput.MaximumNameLength)] string Name,
    [property: AllowedValues("Process", "Import", "Export")] string IntegrationType,
    string ModelId,
    string WorkspaceId,
    bool NuxVisible,
    [property: LooksLike(TextShape.Digits)] string? ProcessId,
    [property: LooksLike(TextShape.Id)] string? NotificationId,
    LatestRun? LatestRun,
    ScheduleResource? Schedule,
    [property: LooksLike(TextShape.User)] string CreatedBy,
    DateTimeOffset CreationDate,
    [property: LooksLike(TextShape.User)] string? ModifiedBy,
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
