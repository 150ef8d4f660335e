namespace AnaplanSimulator.Definition;

public sealed record ProcessDefinition
{
    /// <summary>12 digits that begin with 118.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The ids of imports, exports and other actions, in their order. A failed one does not keep the next from running.</summary>
    public required IReadOnlyList<string> Actions { get; init; }
}
