namespace FlowFunctions.Cli.Simulator;

/// <summary>A task that the simulator was asked for.</summary>
/// <param name="Action">The name of the import, export or process.</param>
/// <param name="State"><see cref="Complete"/>, once it has ended by itself.</param>
/// <param name="CreationTime">When it was asked for, by the simulator's clock.</param>
internal sealed record ModelTask(string Action, string State, DateTimeOffset CreationTime)
{
    public const string Complete = "COMPLETE";
}
