namespace FlowFunctions.Core.Flows;

/// <summary>A flow as its author wrote it, valid by itself: every rule that needs no other document holds.</summary>
public sealed record FlowInput
{
    public const int MinimumSteps = 2;
    public const int MaximumSteps = 100;
    public const int MaximumNameLength = 200;

    public static readonly TimeSpan MinimumTimeout = TimeSpan.FromSeconds(1);

    /// <summary>A durable timer may be set 6 days ahead on every backend.</summary>
    public static readonly TimeSpan MaximumTimeout = TimeSpan.FromDays(6);

    /// <summary>1 to 200 characters, trimmed.</summary>
    public required string Name { get; init; }

    public bool NuxVisible { get; init; }

    /// <summary>From a run's start to its end as timed out; 1 second to 6 days. Null leaves it to the service, whose own limit is never exceeded.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>2 to 100 steps, at least two of them not skipped, acyclic.</summary>
    public required IReadOnlyList<FlowStepInput> Steps { get; init; }
}
