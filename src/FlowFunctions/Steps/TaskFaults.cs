namespace FlowFunctions.Steps;

/// <summary>What went wrong in a task, by the actions that it consisted of.</summary>
/// <param name="TaskId">By which the target knows the task.</param>
/// <param name="Actions">Those with faults.</param>
public sealed record TaskFaults(string TaskId, IReadOnlyList<ActionFaults> Actions);
