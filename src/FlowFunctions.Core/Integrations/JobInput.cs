namespace FlowFunctions.Core.Integrations;

/// <summary>One transfer of an integration: between an action of the model and a file or table behind a connection. The type says in which direction.</summary>
public sealed record JobInput
{
    public required JobType Type { get; init; }

    /// <summary>The source of an import, the target of an export.</summary>
    public required StoreItem Item { get; init; }

    /// <summary>The target of an import, the source of an export.</summary>
    public required AnaplanAction Action { get; init; }
}
