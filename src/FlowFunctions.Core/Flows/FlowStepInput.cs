namespace FlowFunctions.Core.Flows;

/// <summary>A step of a flow: a reference to an integration and the rules under which it runs.</summary>
public sealed record FlowStepInput
{
    public static readonly TimeSpan MinimumTimeout = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaximumTimeout = TimeSpan.FromHours(24);

    /// <summary>Id of the integration that the step runs; unique within the flow.</summary>
    public required string Referrer { get; init; }

    /// <summary>Referrers of the steps that must be done before this one starts. Null and empty mean the same; which was given is kept.</summary>
    public IReadOnlyList<string>? DependsOn { get; init; }

    /// <summary>A skipped step does not run, and counts as done once all that it depends on is done.</summary>
    public bool IsSkipped { get; init; }

    public ExceptionStrategy OnFailure { get; init; } = ExceptionStrategy.Stop;

    public ExceptionStrategy OnPartialSuccess { get; init; } = ExceptionStrategy.Continue;

    /// <summary>From the start of each try to its end; 1 second to 24 hours. Null leaves it to the integration, whose own timeout is never exceeded.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Null where a failure is the step's end at once.</summary>
    public StepRetry? Retry { get; init; }
}
