namespace FlowFunctions.Targets.Anaplan;

/// <summary>A line of a task's result.</summary>
/// <param name="Text">For people.</param>
/// <param name="Occurrences">How many rows it is about; 0 for a summary.</param>
/// <param name="Type">For programs, such as <c>hierarchyRowsProcessedWithFailures</c>; null where the service does not say. At most <see cref="JsonReading.MaximumNameLength"/> characters.</param>
/// <param name="Values">Of a summary: names and values by turns. Of a problem: values that have it.</param>
internal sealed record ModelTaskDetail(string Text, long Occurrences, string? Type, IReadOnlyList<string> Values);
