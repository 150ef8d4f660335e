namespace FlowFunctions.Core.Runs;

/// <summary>The results that a run can have, in the contract's wording.</summary>
internal static class RunConclusion
{
    private const string WithFailures = "Completed with failures";

    public static RunResult Cancelled(string user) => new(false, $"{RunResult.ByUser}{user}", RunErrorCodes.Cancelled);

    public static RunResult TimedOut(TimeSpan after) => new(false, $"Timed out after {DurationWords.Of(after)}", RunErrorCodes.TimedOut);

    public static RunResult Failed(string reason) => new(false, $"{RunResult.BrokenOff}{reason}", RunErrorCodes.Internal);

    public static RunResult StoppedAt(StepProgress step)
    {
        var (kind, code) = step.Status == StepStatus.Failure
            ? ("failure", RunErrorCodes.StepFailed)
            : ("partial success", RunErrorCodes.StoppedOnPartialSuccess);
        var message = string.IsNullOrWhiteSpace(step.Message) ? kind : step.Message;
        return new(false, $"Stopped at step '{step.Name}': {message}", step.ErrorCode ?? code);
    }

    /// <summary>Whether a flow's run came to its end by itself, past steps that failed.</summary>
    public static bool IsRanToEndWithFailures(RunResult result) => !result.Success && result.Message.StartsWith(WithFailures, StringComparison.Ordinal);

    /// <summary>The result of a run that came to its end by itself; <paramref name="firstFailed"/> is the step that failed before any other, null when none failed.</summary>
    public static RunResult RanToEnd(IReadOnlyList<StepProgress> steps, StepProgress? firstFailed)
    {
        var selected = steps.Count(step => step.Status != StepStatus.Skipped);
        if (firstFailed is not null)
        {
            var failures = steps.Count(step => step.Status == StepStatus.Failure);
            return new(false, $"{WithFailures}: {failures} of {selected} steps", firstFailed.ErrorCode ?? RunErrorCodes.StepFailed);
        }

        var partialSuccesses = steps.Count(step => step.Status == StepStatus.PartialSuccess);
        return partialSuccesses > 0
            ? new(true, $"{RunResult.WithPartialSuccess}: {partialSuccesses} of {selected} steps", null)
            : new(true, "Success", null);
    }
}
