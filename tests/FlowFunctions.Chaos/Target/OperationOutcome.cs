using FlowFunctions.Chaos.Flows;

namespace FlowFunctions.Chaos.Target;

/// <summary>How an operation ends, as the target says it and as the contract reads it.</summary>
/// <param name="Status">Of the step.</param>
/// <param name="Message">Of the step; null where the target says none.</param>
/// <param name="ErrorCode">Of the step, as the target says it; null for what the contract puts in its place.</param>
/// <param name="HttpStatus">200, or the refusal.</param>
internal sealed record OperationOutcome(string Status, string? Message, int? ErrorCode, int HttpStatus)
{
    private const int Refused = 422;

    public static OperationOutcome Draw(Random random, string about) => random.Pick(
        (() => new OperationOutcome(StepStatuses.Success, $"Done: {about}", null, 200), 0.74),
        (() => new OperationOutcome(StepStatuses.PartialSuccess, $"Partly: {about}", null, 200), 0.1),
        (() => new OperationOutcome(StepStatuses.Failure, $"Failed: {about}", random.Next(2000, 2100), 200), 0.1),
        ((Func<OperationOutcome>)(() => new OperationOutcome(StepStatuses.Failure, null, null, Refused)), 0.06))();
}
