namespace FlowFunctions.Embedded.Engine.Replay;

/// <param name="Actions">What the orchestrator asked for, in order.</param>
/// <param name="CancelledTimers">Timers that it no longer waits for.</param>
internal sealed record TurnResult(IReadOnlyList<OrchestratorAction> Actions, IReadOnlyList<int> CancelledTimers);
