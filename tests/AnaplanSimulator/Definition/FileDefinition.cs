namespace AnaplanSimulator.Definition;

/// <summary>A file that imports read. Its bytes are UTF-8 with a header row.</summary>
public sealed record FileDefinition
{
    /// <summary>12 digits that begin with 113.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string Separator { get; init; } = ",";
}
