namespace AnaplanSimulator.Definition;

public sealed record ListItemDefinition
{
    public required string Code { get; init; }

    /// <summary>Null: the code.</summary>
    public string? Name { get; init; }

    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
