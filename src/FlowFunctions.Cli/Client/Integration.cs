namespace FlowFunctions.Cli.Client;

/// <summary>What the tool reads of an integration.</summary>
internal sealed record Integration
{
    public required string IntegrationId { get; init; }

    public required string Name { get; init; }
}
