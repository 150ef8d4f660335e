using System.ComponentModel.DataAnnotations;
using FlowFunctions.Definitions;
using FlowFunctions.Http;

namespace FlowFunctions.Runs;

/// <summary>A run in the history of its integration or flow.</summary>
/// <param name="Id">Of the run.</param>
/// <param name="TriggeredBy">Who started it.</param>
/// <param name="LastRun">When the run last moved: its end, or its start while it goes on.</param>
/// <param name="StartDate">When it started.</param>
/// <param name="EndDate">When it ended; null while it runs.</param>
/// <param name="Success">Whether it ended well. False while it runs.</param>
/// <param name="Message">How it ended, for people.</param>
/// <param name="ExecutionErrorCode">Null on success and while it runs.</param>
/// <param name="TraceId">Finds the run in logs and traces.</param>
/// <param name="TriggerSource">What started it.</param>
/// <param name="Outcome">What it has come to, in one word.</param>
internal sealed record RunSummaryResource(
    [property: LooksLike(TextShape.Id)] string Id,
    [property: LooksLike(TextShape.User)] string TriggeredBy,
    DateTimeOffset LastRun,
    DateTimeOffset StartDate,
    DateTimeOffset? EndDate,
    bool Success,
    [property: MinLength(1)] string Message,
    [property: Written("ErrorCode")] int? ExecutionErrorCode,
    [property: MinLength(1)] string TraceId,
    [property: AllowedValues("manual", "scheduled")] string TriggerSource,
    [property: AllowedValues(RunOutcome.Running, RunOutcome.Success, RunOutcome.PartialSuccess, RunOutcome.Failure, RunOutcome.Cancelled, RunOutcome.Skipped)] string Outcome)
{
    public static RunSummaryResource Of(RunDocument run)
    {
        var latest = LatestRuns.Of(run);
        return new(
            run.Id,
            latest.TriggeredBy,
            latest.EndDate ?? latest.StartDate,
            latest.StartDate,
            latest.EndDate,
            latest.Success,
            latest.Message,
            latest.ExecutionErrorCode,
            run.TraceId,
            latest.TriggerSource,
            latest.Outcome);
    }
}
