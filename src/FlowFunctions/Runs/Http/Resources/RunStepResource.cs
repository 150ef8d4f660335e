using System.ComponentModel.DataAnnotations;
using FlowFunctions.Core.Runs;
using FlowFunctions.Http;
using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>A step of a run.</summary>
/// <param name="Referrer">Of the integration.</param>
/// <param name="Name">Of the integration when the run started.</param>
/// <param name="Status">Where the step stands. `skipped`: left out by the flow or the request; `not_run`: the run ended first.</param>
/// <param name="StartDate">When it started; null before that, and where it never did.</param>
/// <param name="EndDate">When it ended; null before that, and where it never started.</param>
/// <param name="Attempts">How often its target was asked to start.</param>
/// <param name="Message">What its target says.</param>
/// <param name="ExecutionErrorCode">Null on success and while it runs.</param>
/// <param name="RunId">Of the integration run that the step was; null while the flow's run goes on, and for a step that never
/// started.</param>
/// <param name="Progress">How far it is; null where its target does not say.</param>
/// <param name="Retries">How many of its tries have failed and were followed, or are to be followed, by another.</param>
/// <param name="OperationId">By which its target knows the newest try; null for a step that never started.</param>
/// <param name="SkipReason">Why the step is `skipped`: the flow's `definition` leaves it out, the `request` did, or it was `already_done` by the run that this one
/// resumes. Null for any other.</param>
/// <param name="WaitingFor">What it waits for; null while it is at work, and once it has ended.</param>
/// <param name="Tries">When its tries were under way, oldest first; between them it waited for the next. Empty for a step that never started; null where they are not on record.</param>
/// <param name="Definition">What the step was when the run started; null where the run is from before this was kept.</param>
internal sealed record RunStepResource(
    [property: LooksLike(TextShape.Id)] string Referrer,
    [property: MinLength(1)] string Name,
    StepStatus Status,
    DateTimeOffset? StartDate,
    DateTimeOffset? EndDate,
    [property: Range(0.0, double.PositiveInfinity)] int Attempts,
    string? Message,
    [property: Written("ErrorCode")] int? ExecutionErrorCode,
    [property: LooksLike(TextShape.Id)] string? RunId,
    [property: Range(0.0, 1.0)] double? Progress,
    [property: Range(0.0, double.PositiveInfinity)] int Retries,
    [property: LooksLike(TextShape.Id)] string? OperationId,
    [property: Written("SkipReason")] SkipReason? SkipReason,
    WaitingForResource? WaitingFor,
    IReadOnlyList<StepTryResource>? Tries,
    StepDefinitionResource? Definition)
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
            run.EndDate is not null && IntegrationRun.IsOf(step) ? IntegrationRun.IdOf(run.Id, step.Referrer) : null,
            step.Progress,
            step.Retries,
            step.StartDate is null ? null : new StepTry(step.TriesBegun).OperationIdOf(run.Id, step.Referrer),
            SkipReasons.Of(run, step),
            WaitingForResource.Of(run, step),
            StepTryResource.Of(step),
            step.Definition is { } definition ? StepDefinitionResource.Of(definition, run) : null);
}
