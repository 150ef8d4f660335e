using FlowFunctions.Cli.Simulator;

namespace FlowFunctions.Cli.Demo;

/// <summary>What a run left behind, fetched as those do who want it.</summary>
/// <param name="RejectedSales">The dump of the sales' import; null where there is none.</param>
/// <param name="Plan">The exported file; null where there is none.</param>
/// <param name="Tasks">What the simulator was asked for since the run began, oldest first.</param>
internal sealed record RunResults(byte[]? RejectedSales, byte[]? Plan, IReadOnlyList<ModelTask> Tasks)
{
    public const string DumpStep = "Load sales";
    public const string PlanFile = "out/plan.csv";
}
