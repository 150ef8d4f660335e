namespace FlowFunctions.Cli.Client;

/// <summary>A run as it was when it was read.</summary>
internal sealed record RunSnapshot(FlowRun Run, DateTimeOffset ReadAt);
