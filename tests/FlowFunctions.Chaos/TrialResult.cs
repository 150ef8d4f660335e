using FlowFunctions.Chaos.Judging;

namespace FlowFunctions.Chaos;

/// <summary>What came of a trial.</summary>
/// <param name="Findings">All that is wrong.</param>
/// <param name="Runs">The records of the flows' runs, with occurrences that were skipped.</param>
/// <param name="Kills">Hosts that were killed.</param>
/// <param name="Stops">Hosts that were told to stop.</param>
/// <param name="StorageEvents">Times that the storage was frozen or stopped.</param>
/// <param name="Faults">Requests to the storage that went wrong.</param>
/// <param name="Refused">Starts that were refused because a run went on.</param>
/// <param name="Repeats">Calls of operations that had been called before, all of them and those after an end had been told.</param>
internal sealed record TrialResult(
    IReadOnlyList<Finding> Findings, IReadOnlyList<RunSeen> Runs, int Kills, int Stops, int StorageEvents, int Faults, int Refused, (int All, int AfterEnd) Repeats)
{
    /// <summary>The runs that callers asked for.</summary>
    public IReadOnlyList<RunAsked> Asked { get; init; } = [];

    /// <summary>Of how many runs' ends the webhook was told, and of how many it is on record that it could not be.</summary>
    public (int Delivered, int GivenUp) Notices { get; init; }

    /// <summary>Hosts that stood still for a time.</summary>
    public int Freezes { get; init; }

    /// <summary>Orchestrations that stand, and that nobody waits for: the application ends each a day after its run.</summary>
    public int Forgotten { get; init; }

    public TrialCount Count => new(Runs.Count(run => !run.IsSkipped), Kills, Faults, Of(FindingKind.Lost), Of(FindingKind.Doubled), Of(FindingKind.Stuck), Of(FindingKind.Wrong));

    /// <summary>What was wrong, and what the trial was made of, one line each.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var finding in Findings.OrderBy(finding => finding.Kind))
        {
            yield return $"{Word(finding.Kind)}: {finding.Text}";
        }

        foreach (var ends in Runs.GroupBy(EndOf, StringComparer.Ordinal).OrderByDescending(ends => ends.Count()))
        {
            yield return $"{ends.Count(),6} {ends.Key}";
        }

        yield return $"{Asked.Count(run => run.CancelAcceptedAt is not null)} cancellations were accepted, and {Runs.Count(run => run.IsCancelled)} runs ended as cancelled.";
        yield return $"The webhook was told of {Notices.Delivered} ends; {Notices.GivenUp} messages were given up.";
        if (Asked.MaxBy(TookOf) is { EndSeenAt: not null } slowest)
        {
            yield return $"The slowest run, {slowest.RunId}, took {TookOf(slowest):0} s from its acceptance to its end.";
        }

        yield return $"Hosts were told to stop {Stops} times and frozen {Freezes} times, the storage was frozen or stopped {StorageEvents} times. {Refused} starts were refused because a run went on.";
        yield return $"{Forgotten} orchestrations stand that nobody waits for.";
        yield return $"Targets were called again under the same operation id {Repeats.All} times, {Repeats.AfterEnd} of them when they had told of an end.";
    }

    private int Of(FindingKind kind) => Findings.Count(finding => finding.Kind == kind);

    /// <summary>As its caller saw it; null where the caller did not see its end.</summary>
    private static double? TookOf(RunAsked run) => run.EndSeenAt - run.AcceptedAt;

    private static string Word(FindingKind kind) => kind switch
    {
        FindingKind.Lost => "lost",
        FindingKind.Doubled => "doubled",
        FindingKind.Stuck => "stuck",
        _ => "wrong",
    };

    /// <summary>What the message begins with, without what is of one run alone.</summary>
    private static string EndOf(RunSeen run) => run.EndedAt is null ? "go on" : run.Message.Split([':', '\''], 2)[0] is var words && words.Contains(" after ", StringComparison.Ordinal) ? "Timed out" : words.Trim();
}
