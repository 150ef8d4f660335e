namespace FlowFunctions.Cli.Demo;

/// <summary>What the run must make of the sample's files, byte for byte.</summary>
/// <param name="Plan">The exported plan.</param>
/// <param name="RejectedSales">The dump of the rows that the sales' import did not take.</param>
internal sealed record ExpectedFiles(byte[] Plan, byte[] RejectedSales);
