namespace FlowFunctions.Targets.Anaplan;

/// <summary>A line of a task's result that says why the task is no success.</summary>
/// <param name="Text">For people.</param>
/// <param name="Occurrences">How many rows it is about; 0 for a summary.</param>
/// <param name="Type">For programs; null where the service does not say.</param>
/// <param name="Values">Values that have the fault, the first of them.</param>
/// <param name="ActionId">The action, also within a process; null where the service does not say.</param>
/// <param name="ActionName">Its name; null where the service does not say.</param>
internal sealed record ActionFault(string Text, long Occurrences, string? Type, IReadOnlyList<string> Values, string? ActionId, string? ActionName);
