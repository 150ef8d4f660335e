namespace AnaplanSimulator.Definition;

public sealed record ExportDefinition
{
    /// <summary>12 digits that begin with 116; also the id of the file that the export writes.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The name of a list, module or table.</summary>
    public required string From { get; init; }

    /// <summary>Which columns in which order; none means all.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Which rows; null means all.</summary>
    public FilterDefinition? Filter { get; init; }

    /// <summary>Columns to order by, numbers by their value; a minus before the name for the largest first. A table's rows keep the order of its file.</summary>
    public IReadOnlyList<string> OrderBy { get; init; } = [];

    public string Separator { get; init; } = ",";
}
