using FlowFunctions.Core.Runs;

namespace FlowFunctions.Runs;

/// <summary>
/// A step of a run, as the contract shows it. <c>RunId</c> is the integration run that the step was; null before the flow's run is on
/// record, and for a step that was none.
/// </summary>
internal sealed record RunStepResource(
    string Referrer,
    string Name,
    StepStatus Status,
    DateTimeOffset? StartDate,
    DateTimeOffset? EndDate,
    int Attempts,
    string? Message,
    int? ExecutionErrorCode,
    string? RunId,
    double? Progress)
{
    public static RunStepResource Of(RunDocument run, StepRecord step) =>
        new(
            step.Referrer,
            step.Name,
            step.Status,
            LatestRuns.Utc(step.StartDate),
            LatestRuns.Utc(step.EndDate),
            step.Attempts,
            step.Message,
            step.ErrorCode,
            run.EndDate is not null && RunRecorder.HasOwnRun(step) ? IntegrationRun.IdOf(run.Id, step.Referrer) : null,
            step.Progress);
}
