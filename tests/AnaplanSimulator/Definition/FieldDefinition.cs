namespace AnaplanSimulator.Definition;

/// <summary>A property of a list, a line item of a module or a column of a table.</summary>
public sealed record FieldDefinition
{
    public required string Name { get; init; }

    public FieldFormat Format { get; init; }

    /// <summary>Whose items the field takes; for <see cref="FieldFormat.Item"/>, else null.</summary>
    public string? List { get; init; }
}
