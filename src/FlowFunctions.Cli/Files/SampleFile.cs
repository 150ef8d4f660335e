namespace FlowFunctions.Cli.Files;

/// <summary>A file as bytes, by its name in the container.</summary>
internal sealed record SampleFile(string Name, byte[] Content);
