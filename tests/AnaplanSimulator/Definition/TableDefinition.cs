namespace AnaplanSimulator.Definition;

/// <summary>
/// Rows on disk, in the order of the file that was imported last. No model has such a thing: it stands for a module with so many cells that a test
/// could not hold them in memory.
/// </summary>
public sealed record TableDefinition
{
    public required string Name { get; init; }

    public required IReadOnlyList<FieldDefinition> Columns { get; init; }
}
