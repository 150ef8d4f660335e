using AnaplanSimulator.Definition;

namespace AnaplanSimulator.Data;

/// <summary>The rows of a table.</summary>
/// <param name="Path">A CSV file without a header row; null while there are no rows.</param>
internal sealed record RowTable(TableDefinition Definition, string? Path, long Count);
