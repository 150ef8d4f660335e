namespace FlowFunctions.Cli.Client;

/// <summary>What the tool reads of a connection; its credentials are never told.</summary>
internal sealed record Connection
{
    public required string ConnectionId { get; init; }

    public required ConnectionBody Body { get; init; }

    internal sealed record ConnectionBody(string Name);
}
