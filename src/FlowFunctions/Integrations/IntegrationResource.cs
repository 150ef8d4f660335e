using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Schedules;

namespace FlowFunctions.Integrations;

/// <summary>An integration by itself. As in the original service it has no type.</summary>
/// <param name="IntegrationId">Of the integration.</param>
/// <param name="Name">Of the integration.</param>
/// <param name="ModelId">Model that it works on; empty for an endpoint that belongs to none.</param>
/// <param name="WorkspaceId">Workspace of the model; empty for an endpoint that belongs to none.</param>
/// <param name="NuxVisible">As its author set it.</param>
/// <param name="Idempotent">As its author set it; left out where it is not.</param>
/// <param name="ProcessId">Of the process; null where it runs none.</param>
/// <param name="NotificationId">Of its notification configuration; null where that was deleted.</param>
/// <param name="LatestRun">The newest run; null where there was none.</param>
/// <param name="Schedule">Null where it has none.</param>
/// <param name="CreatedBy">Who created it.</param>
/// <param name="CreationDate">When it was created.</param>
/// <param name="ModifiedBy">Who changed it last; null until somebody has.</param>
/// <param name="ModificationDate">When it was changed last; the creation until then.</param>
/// <param name="Jobs">Null for a bare process and for an endpoint.</param>
/// <param name="Endpoint">Left out where it runs none.</param>
internal sealed record IntegrationResource(
    [property: LooksLike(TextShape.Id)] string IntegrationId,
    [property: Length(1, IntegrationInput.MaximumNameLength)] string Name,
    string ModelId,
    string WorkspaceId,
    bool NuxVisible,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Idempotent,
    [property: LooksLike(TextShape.Digits)] string? ProcessId,
    [property: LooksLike(TextShape.Id)] string? NotificationId,
    LatestRun? LatestRun,
    ScheduleResource? Schedule,
    [property: LooksLike(TextShape.User)] string CreatedBy,
    DateTimeOffset CreationDate,
    [property: LooksLike(TextShape.User)] string? ModifiedBy,
    DateTimeOffset ModificationDate,
    [property: Length(1, IntegrationInput.MaximumJobs)] IReadOnlyList<JobResource>? Jobs,
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
            integration.Input.Idempotent ? true : null,
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
