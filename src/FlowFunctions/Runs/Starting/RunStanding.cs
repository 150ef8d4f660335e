using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>What a run has come to while no step of it is in flight: its next history goes on from here.</summary>
/// <param name="Progress">Of its steps.</param>
/// <param name="Reports">How steps ended that tell of single faults, by referrer.</param>
/// <param name="Tries">When steps were under way, by referrer, where they say more than the step's own start and end.</param>
public sealed record RunStanding(
    FlowProgressState Progress, IReadOnlyDictionary<string, StepReport> Reports, IReadOnlyDictionary<string, IReadOnlyList<TrySpan>> Tries);
