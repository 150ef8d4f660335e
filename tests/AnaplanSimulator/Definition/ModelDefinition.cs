namespace AnaplanSimulator.Definition;

/// <summary>What a model consists of before anything is imported. The names of lists, modules and tables are one set: an import names its target by it.</summary>
public sealed record ModelDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public IReadOnlyList<ListDefinition> Lists { get; init; } = [];

    public IReadOnlyList<ModuleDefinition> Modules { get; init; } = [];

    public IReadOnlyList<TableDefinition> Tables { get; init; } = [];

    public IReadOnlyList<FileDefinition> Files { get; init; } = [];

    public IReadOnlyList<ImportDefinition> Imports { get; init; } = [];

    public IReadOnlyList<ExportDefinition> Exports { get; init; } = [];

    public IReadOnlyList<ActionDefinition> Actions { get; init; } = [];

    public IReadOnlyList<ProcessDefinition> Processes { get; init; } = [];

    internal bool HasAction(string id) =>
        Imports.Any(import => import.Id == id) || Exports.Any(export => export.Id == id) || Actions.Any(action => action.Id == id) || Processes.Any(process => process.Id == id);
}
