using System.ComponentModel.DataAnnotations;
using FlowFunctions.Core.Runs;
using FlowFunctions.Http;

namespace FlowFunctions.Runs;

/// <summary>What became of a step; the run itself says more.</summary>
/// <param name="Referrer">Of its integration.</param>
/// <param name="Name">Of its integration when the run started.</param>
/// <param name="Status">How it ended, or that it did not run.</param>
/// <param name="StartDate">When it started; null where it never did.</param>
/// <param name="EndDate">When it ended; null where it never started.</param>
/// <param name="Attempts">How often its target was asked to start.</param>
/// <param name="ExecutionErrorCode">Null on success.</param>
internal sealed record ListedStepResource(
    [property: LooksLike(TextShape.Id)] string Referrer,
    [property: MinLength(1)] string Name,
    StepStatus Status,
    DateTimeOffset? StartDate,
    DateTimeOffset? EndDate,
    [property: Range(0.0, double.PositiveInfinity)] int Attempts,
    [property: Written("ErrorCode")] int? ExecutionErrorCode)
{
    public static ListedStepResource Of(StepRecord step) =>
        new(step.Referrer, step.Name, step.Status, LatestRuns.Utc(step.StartDate), LatestRuns.Utc(step.EndDate), step.Attempts, step.ErrorCode);
}
