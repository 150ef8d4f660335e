namespace FlowFunctions.Benchmarks.Runs;

/// <summary>How a host is started.</summary>
/// <param name="Log">The file that gets what it writes.</param>
/// <param name="WorkingDirectory">Where it runs.</param>
/// <param name="Application">A published application; null for the one that is built in.</param>
/// <param name="Storage">The connection string of its storage.</param>
/// <param name="Settings">What its environment says beside the usual, by the names of environment variables.</param>
internal sealed record HostPlan(string Log, string WorkingDirectory, string? Application, string Storage, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>What is run: a file beside this program, and its first arguments. The local host unless set.</summary>
    public IReadOnlyList<string> Program { get; init; } = ["FlowFunctions.LocalHost.dll"];
}
