namespace FlowFunctions.Core.Connections;

/// <summary>A connection as its author described it, without the credentials: those are a <see cref="ConnectionSecret"/> and kept elsewhere.</summary>
public sealed record ConnectionInput
{
    public const int MaximumNameLength = 200;
    public const int MaximumWorkspaceIdLength = 64;

    /// <summary>1 to 200 characters, trimmed.</summary>
    public required string Name { get; init; }

    /// <summary>Null where the connection is for every workspace.</summary>
    public string? WorkspaceId { get; init; }

    public required ConnectionSettings Settings { get; init; }
}
