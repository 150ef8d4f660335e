namespace FlowFunctions.Core.Integrations;

/// <summary>An integration as its author wrote it: a process of a model, or an HTTP endpoint.</summary>
public sealed record IntegrationInput
{
    public const int MaximumNameLength = 200;

    /// <summary>1 to 200 characters, trimmed.</summary>
    public required string Name { get; init; }

    /// <summary>Workspace of the model; null for an endpoint that belongs to none.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>Model that the integration works on; null for an endpoint that belongs to none.</summary>
    public string? ModelId { get; init; }

    /// <summary>Digits; null unless the integration is a process.</summary>
    public string? ProcessId { get; init; }

    public bool NuxVisible { get; init; }

    /// <summary>Null unless the integration is an HTTP endpoint.</summary>
    public EndpointInput? Endpoint { get; init; }
}
