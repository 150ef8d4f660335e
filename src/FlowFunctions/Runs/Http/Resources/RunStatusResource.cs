using System.ComponentModel.DataAnnotations;
using FlowFunctions.Definitions;
using FlowFunctions.Http;

namespace FlowFunctions.Runs;

/// <summary>A run.</summary>
/// <param name="Id">Of the run.</param>
/// <param name="IntegrationId">Of the integration, or of the flow.</param>
/// <param name="TraceId">Finds the run in logs and traces.</param>
/// <param name="StartDate">When it started.</param>
/// <param name="EndDate">When it ended; null while it runs.</param>
/// <param name="Success">Whether it ended well: no step failed and nothing stopped it. False while it runs.</param>
/// <param name="Message">How it ended, for people.</param>
/// <param name="ExecutionErrorCode">Null on success and while it runs.</param>
/// <param name="FlowGroupId">Of the flow run that an integration run was part of; null where it ran by itself.</param>
/// <param name="TriggerSource">What started it.</param>
/// <param name="TriggeredBy">Who started it, by hand or by the schedule that they made.</param>
/// <param name="Outcome">What it has come to, in one word.</param>
/// <param name="CancelledBy">Who cancelled it, or the flow's run that it was part of; null where nobody did.</param>
/// <param name="ResumedFrom">The run whose rest it does; null where it resumes none.</param>
internal record RunStatusResource(
    [property: LooksLike(TextShape.Id)] string Id,
    [property: LooksLike(TextShape.Id)] string IntegrationId,
    [property: MinLength(1)] string TraceId,
    DateTimeOffset StartDate,
    DateTimeOffset? EndDate,
    bool Success,
    [property: MinLength(1)] string Message,
    [property: Written("ErrorCode")] int? ExecutionErrorCode,
    [property: LooksLike(TextShape.Id)] string? FlowGroupId,
    [property: AllowedValues("manual", "scheduled")] string TriggerSource,
    [property: LooksLike(TextShape.User)] string TriggeredBy,
    [property: AllowedValues(RunOutcome.Running, RunOutcome.Success, RunOutcome.PartialSuccess, RunOutcome.Failure, RunOutcome.Cancelled, RunOutcome.Skipped)] string Outcome,
    [property: LooksLike(TextShape.User)] string? CancelledBy,
    [property: LooksLike(TextShape.Id)] string? ResumedFrom)
{
    public static RunStatusResource Of(RunDocument run)
    {
        var latest = LatestRuns.Of(run);
        return new(
            run.Id,
            run.OwnerId,
            run.TraceId,
            latest.StartDate,
            latest.EndDate,
            latest.Success,
            latest.Message,
            latest.ExecutionErrorCode,
            run.FlowRunId,
            run.Trigger.Source,
            run.Trigger.User,
            latest.Outcome,
            latest.CancelledBy,
            run.ResumedFrom);
    }
}
