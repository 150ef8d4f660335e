using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>What a run has come to while no step of it is in flight: its next history goes on from here.</summary>
/// <param name="Progress">Of its steps.</param>
/// <param name="Reports">How steps ended that tell of single faults, by referrer.</param>
public sealed record RunStanding(FlowProgressState Progress, IReadOnlyDictionary<string, StepReport> Reports);
