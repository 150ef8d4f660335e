namespace AnaplanSimulator.Definition;

/// <summary>A module: one cell for each line item and combination of items. It is kept in memory; for files of gigabytes there are tables.</summary>
public sealed record ModuleDefinition
{
    public required string Name { get; init; }

    /// <summary>Names of lists; at least one. They are columns of the module's imports and exports.</summary>
    public required IReadOnlyList<string> Dimensions { get; init; }

    public required IReadOnlyList<FieldDefinition> LineItems { get; init; }
}
