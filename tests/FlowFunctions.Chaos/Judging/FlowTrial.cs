using FlowFunctions.Chaos.Driving;

namespace FlowFunctions.Chaos.Judging;

/// <summary>What was done with a flow.</summary>
/// <param name="Flow">Which.</param>
/// <param name="Runs">Those that were accepted.</param>
/// <param name="Refusals">Starts that were refused.</param>
/// <param name="Occurrences">Of its schedules.</param>
internal sealed record FlowTrial(InstalledFlow Flow, IReadOnlyList<RunAsked> Runs, IReadOnlyList<StartRefusal> Refusals, IReadOnlyList<Occurrence> Occurrences);
