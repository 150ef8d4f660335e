using FlowFunctions.Chaos.Driving;

namespace FlowFunctions.Chaos.Judging;

/// <summary>What was done with a flow.</summary>
/// <param name="Flow">Which.</param>
/// <param name="Runs">Those that were accepted.</param>
/// <param name="Refused">Starts that were refused because a run went on.</param>
/// <param name="Occurrences">Of its schedules.</param>
internal sealed record FlowTrial(InstalledFlow Flow, IReadOnlyList<RunAsked> Runs, int Refused, IReadOnlyList<Occurrence> Occurrences);
