namespace AnaplanSimulator.Tasks;

/// <summary>A line of a task's result.</summary>
/// <param name="LocalMessageText">For people.</param>
/// <param name="Occurrences">How many rows; 0 for a summary.</param>
/// <param name="Type">For programs, such as hierarchyRowsProcessedWithFailures.</param>
/// <param name="Values">Of a summary: names and values by turns. Of a problem: the first values that have it.</param>
public sealed record ResultDetail(string LocalMessageText, int Occurrences, string Type, IReadOnlyList<string> Values);
