namespace FlowFunctions.Cli.Demo;

/// <summary>The sample flow as the app stored it.</summary>
internal sealed record InstalledFlow(string Id, string Name);
