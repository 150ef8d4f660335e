using FlowFunctions.Core;

namespace FlowFunctions.Steps;

/// <summary>Which try of a step a call belongs to. Each try is an operation of its own for the target, which starts a new task for it.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="EarlierAttempts">How many times the tries before this one asked the target to start the step.</param>
public sealed record StepTry(int Number = 1, int EarlierAttempts = 0)
{
    public static readonly StepTry First = new();

    /// <summary>The first try has the id that the step's integration run has; the others follow from it and their number.</summary>
    public string OperationIdOf(string runId, string referrer) => ResourceId.Derive(runId, Number == 1 ? referrer : $"{referrer}/{Number}");

    /// <summary>The try after this one.</summary>
    /// <param name="attempts">How many times the target has been asked to start the step, over all tries.</param>
    public StepTry Next(int attempts) => new(Number + 1, attempts);
}
