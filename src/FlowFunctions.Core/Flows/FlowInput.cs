namespace FlowFunctions.Core.Flows;

/// <summary>A flow as its author wrote it, valid by itself: every rule that needs no other document holds.</summary>
public sealed record FlowInput
{
    public const int MinimumSteps = 2;
    public const int MaximumSteps = 100;
    public const int MaximumNameLength = 200;

    /// <summary>1 to 200 characters, trimmed.</summary>
    public required string Name { get; init; }

    public bool NuxVisible { get; init; }

    /// <summary>2 to 100 steps, at least two of them not skipped, acyclic.</summary>
    public required IReadOnlyList<FlowStepInput> Steps { get; init; }
}
