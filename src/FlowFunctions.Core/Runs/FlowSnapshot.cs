namespace FlowFunctions.Core.Runs;

/// <summary>A flow as it was when a run of it started. Later changes to the flow or its integrations do not touch the run.</summary>
public sealed record FlowSnapshot
{
    public required string FlowId { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<StepSnapshot> Steps { get; init; }
}
