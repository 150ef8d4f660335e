namespace FlowFunctions.Embedded.Engine.History;

/// <summary>One turn of an execution: what is stored, as one row, before the orchestrator runs on it.</summary>
/// <param name="At">The turn's time: what the orchestrator reads as now. In UTC.</param>
/// <param name="Scheduled">What the orchestrator asked for in the turn before this one, for a replay to be compared with.</param>
/// <param name="Events">What happened, in order. Empty where a new owner of the hub only marks that the execution is its own now.</param>
internal sealed record TurnRecord(DateTime At, IReadOnlyList<ScheduledAction> Scheduled, IReadOnlyList<HistoryEvent> Events);
