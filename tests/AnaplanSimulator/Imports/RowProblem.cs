namespace AnaplanSimulator.Imports;

/// <summary>Why a row is rejected.</summary>
/// <param name="Type">One of <see cref="ProblemType"/>.</param>
/// <param name="Message">The same for every row with this problem: rows are counted by it.</param>
/// <param name="Value">What is wrong.</param>
internal sealed record RowProblem(string Type, string Message, string Value);
