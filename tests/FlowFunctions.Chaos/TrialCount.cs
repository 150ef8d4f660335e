using FlowFunctions.Chaos.Judging;

namespace FlowFunctions.Chaos;

/// <summary>What a trial was made of and what was found, in numbers; those of several trials add up.</summary>
/// <param name="Runs">Of the flows, without occurrences that were skipped.</param>
/// <param name="Kills">Hosts that were killed.</param>
/// <param name="Faults">Requests to the storage that went wrong.</param>
/// <param name="Lost">Findings of that kind, as are the next.</param>
/// <param name="Doubled"><see cref="FindingKind.Doubled"/></param>
/// <param name="Stuck"><see cref="FindingKind.Stuck"/></param>
/// <param name="Wrong"><see cref="FindingKind.Wrong"/></param>
internal sealed record TrialCount(int Runs, int Kills, int Faults, int Lost, int Doubled, int Stuck, int Wrong)
{
    public static TrialCount None { get; } = new(0, 0, 0, 0, 0, 0, 0);

    public bool IsClean => (Lost, Doubled, Stuck, Wrong) == (0, 0, 0, 0);

    public TrialCount And(TrialCount other) => new(
        Runs + other.Runs, Kills + other.Kills, Faults + other.Faults, Lost + other.Lost, Doubled + other.Doubled, Stuck + other.Stuck, Wrong + other.Wrong);

    public override string ToString() => $"{Runs} runs, {Kills} kills, {Faults} faults, {Lost} lost, {Doubled} doubled, {Stuck} stuck, {Wrong} wrong";
}
