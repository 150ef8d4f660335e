namespace AnaplanSimulator.Definition;

/// <summary>A list: items with a code, a name and properties. Imports into it use the columns Code, Name and the names of the properties.</summary>
public sealed record ListDefinition
{
    public required string Name { get; init; }

    public IReadOnlyList<FieldDefinition> Properties { get; init; } = [];

    public IReadOnlyList<ListItemDefinition> Items { get; init; } = [];
}
