namespace FlowFunctions.Cli.Client;

/// <summary>What the tool reads of a flow.</summary>
internal sealed record Flow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Null, or without dates, before the first run.</summary>
    public LatestRun? LatestRun { get; init; }
}
