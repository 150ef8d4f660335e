namespace AnaplanSimulator.Definition;

public sealed record WorkspaceDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public IReadOnlyList<ModelDefinition> Models { get; init; } = [];
}
