using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Demo;

/// <summary>A run as it was when it was read.</summary>
internal sealed record RunSnapshot(FlowRun Run, DateTimeOffset ReadAt);
