using FlowFunctions.Core.Flows;

namespace FlowFunctions.Core.Runs;

/// <summary>A step as it was when the run started.</summary>
public sealed record StepSnapshot
{
    public required string Referrer { get; init; }

    /// <summary>The integration's name at that time; it stands in the run's messages.</summary>
    public required string Name { get; init; }

    public IReadOnlyList<string> DependsOn { get; init; } = [];

    public bool IsSkipped { get; init; }

    public ExceptionStrategy OnFailure { get; init; } = ExceptionStrategy.Stop;

    public ExceptionStrategy OnPartialSuccess { get; init; } = ExceptionStrategy.Continue;

    /// <inheritdoc cref="FlowStepInput.Timeout"/>
    public TimeSpan? Timeout { get; init; }

    /// <inheritdoc cref="FlowStepInput.Retry"/>
    public StepRetry? Retry { get; init; }

    /// <summary>
    /// How long to wait before the step is tried again; null where the outcome stands. Only a failure is tried again, whatever its code, except
    /// what no try can change: an integration that does not exist, a step that was cancelled, and one that may have done its work.
    /// </summary>
    /// <param name="outcome">Of the latest try.</param>
    /// <param name="tries">How many there have been, at least 1.</param>
    public TimeSpan? RetryDelayAfter(StepOutcome outcome, int tries) =>
        Retry is { } retry
        && tries <= retry.Count
        && outcome is { Kind: StepOutcomeKind.Failure, IsUnknown: false, ErrorCode: not (RunErrorCodes.IntegrationMissing or RunErrorCodes.Cancelled) }
            ? retry.DelayBefore(tries)
            : null;
}
