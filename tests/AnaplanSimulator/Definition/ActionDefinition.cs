namespace AnaplanSimulator.Definition;

/// <summary>An action that neither imports nor exports.</summary>
public sealed record ActionDefinition
{
    /// <summary>12 digits that begin with 117.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required ActionKind Kind { get; init; }

    /// <summary>The module that <see cref="ActionKind.Copy"/> reads; else null.</summary>
    public string? From { get; init; }

    /// <summary>What the action changes: the name of a list, module or table.</summary>
    public required string Target { get; init; }
}
