using System.ComponentModel.DataAnnotations;
using FlowFunctions.Core.Flows;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Schedules;

namespace FlowFunctions.Flows;

/// <summary>A flow in a list.</summary>
/// <param name="Id">Of the flow.</param>
/// <param name="Name">Of the flow.</param>
/// <param name="CreatedBy">Who created it.</param>
/// <param name="CreationDate">When it was created.</param>
/// <param name="ModifiedBy">Who changed it last; null until somebody has.</param>
/// <param name="ModificationDate">When it was changed last; the creation until then.</param>
/// <param name="NotificationId">Of the flow's notification configuration; null where it was deleted.</param>
/// <param name="LatestRun">The newest run; null where there was none.</param>
/// <param name="Schedule">When it runs by itself; null where it has no schedule.</param>
/// <param name="NextDate">When it runs by itself next; null where it has no schedule, or that is disabled or over.</param>
/// <param name="ExpectedDuration">How long a run of all its steps takes, by the last 30 that succeeded; null before the first.</param>
/// <param name="StepsCount">How many steps it has, skipped ones too.</param>
internal sealed record FlowSummaryResource(
    [property: LooksLike(TextShape.Id)] string Id,
    [property: Length(1, FlowInput.MaximumNameLength)] string Name,
    [property: LooksLike(TextShape.User)] string CreatedBy,
    DateTimeOffset CreationDate,
    [property: LooksLike(TextShape.User)] string? ModifiedBy,
    DateTimeOffset ModificationDate,
    [property: LooksLike(TextShape.Id)] string? NotificationId,
    LatestRun? LatestRun,
    ScheduleResource? Schedule,
    DateTimeOffset? NextDate,
    TypicalDurationResource? ExpectedDuration,
    [property: Range(FlowInput.MinimumSteps, FlowInput.MaximumSteps)] int StepsCount)
{
    public static FlowSummaryResource Of(FlowDocument flow, ScheduleDocument? schedule) =>
        new(
            flow.Id,
            flow.Name,
            flow.CreatedBy,
            flow.CreationDate,
            flow.ModifiedBy,
            flow.ModificationDate,
            flow.NotificationId,
            flow.LatestRun,
            ScheduleResource.Of(schedule),
            schedule?.NextDate,
            TypicalDurationResource.Of(flow.ExpectedDuration),
            flow.Input.Steps.Count);
}
