namespace AnaplanSimulator.Definition;

public sealed record ImportDefinition
{
    /// <summary>12 digits that begin with 112.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The id of the file that is read.</summary>
    public required string File { get; init; }

    /// <summary>The name of a list, module or table.</summary>
    public required string Into { get; init; }

    /// <summary>The target's column for a column of the file, where the names differ.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();
}
