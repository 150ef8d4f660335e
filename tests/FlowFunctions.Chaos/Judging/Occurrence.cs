namespace FlowFunctions.Chaos.Judging;

/// <summary>A time at which a schedule is to start its flow. Which run is whose does not follow from times: the clock by which schedules come due may be wrong.</summary>
/// <param name="DueAt">In seconds since the beginning of the trial, by a clock that is right.</param>
/// <param name="IsCertain">Whether the schedule was there well before; else it may have been too late for this time.</param>
internal sealed record Occurrence(double DueAt, bool IsCertain)
{
    /// <summary>What became of it before the next one was set: a run, or the record that it was skipped. Null where that is not known.</summary>
    public string? RunId { get; init; }

    /// <summary>What is wrong about what became of some, in their order: each started its flow once, or is on record as skipped.</summary>
    /// <param name="name">Of the flow.</param>
    /// <param name="occurrences">Of its schedules.</param>
    /// <param name="entries">Of its history.</param>
    public static IEnumerable<Finding> Judge(string name, IReadOnlyList<Occurrence> occurrences, IReadOnlyList<RunSeen> entries)
    {
        var scheduled = entries.Where(entry => entry.IsScheduled).ToList();
        foreach (var occurrence in occurrences.Where(occurrence => occurrence is { RunId: null, IsCertain: true } or { RunId: not null } && !scheduled.Exists(entry => entry.Id == occurrence.RunId)))
        {
            yield return new(FindingKind.Lost, $"{name}: the occurrence of {occurrence.DueAt:0} s has neither run nor is it on record as skipped.");
        }

        var others = scheduled.Where(entry => !occurrences.Any(occurrence => occurrence.RunId == entry.Id)).ToList();
        if (others.Count > occurrences.Count(occurrence => occurrence is { RunId: null, IsCertain: false }))
        {
            var told = string.Join(", ", others.Select(other => $"{other.StartedAt:0.0} s ('{other.Message}')"));
            yield return new(FindingKind.Doubled, $"{name}: {told} are runs of occurrences that had run already, or of none.");
        }
    }
}
