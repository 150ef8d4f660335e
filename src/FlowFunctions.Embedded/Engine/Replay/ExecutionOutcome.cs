using FlowFunctions.Embedded.Engine.History;

namespace FlowFunctions.Embedded.Engine.Replay;

/// <summary>How an execution ended.</summary>
internal abstract record ExecutionOutcome;

internal sealed record ExecutionCompleted(string? Output) : ExecutionOutcome;

internal sealed record ExecutionFailed(Failure Failure) : ExecutionOutcome;

internal sealed record ExecutionEndedByClient(string? Output, bool Recursive) : ExecutionOutcome;

internal sealed record ContinuedAsNew(string? Input, string? Version, IReadOnlyList<HistoryEvent> Carried) : ExecutionOutcome;
