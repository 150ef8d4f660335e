using FlowFunctions.Chaos.Target;

namespace FlowFunctions.Chaos.Judging;

/// <summary>A time at which a schedule is to start its flow. Which run is whose does not follow from times: the clock by which schedules come due may be wrong.</summary>
/// <param name="DueAt">In seconds since the beginning of the trial, by a clock that is right.</param>
/// <param name="IsCertain">Whether the schedule was there well before; else it may have been too late for this time.</param>
internal sealed record Occurrence(double DueAt, bool IsCertain)
{
    /// <summary>What became of it before the next one was set: a run as it was told of first, or the record that it was skipped. Null where that is not known.</summary>
    public RunSeen? EndSeen { get; init; }

    public string? RunId => EndSeen?.Id;

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

        // What is on record as skipped may have been started by the host that was to put it there.
        var told = occurrences.Select(occurrence => occurrence.EndSeen).OfType<RunSeen>().Where(first => !first.IsSkipped);
        foreach (var (first, now) in told.Join(scheduled, first => first.Id, entry => entry.Id, (first, entry) => (first, entry)).Where(pair => !pair.first.TellsAs(pair.entry)))
        {
            yield return new(FindingKind.Wrong, $"{name}: of run {now.Id} the history said '{first.Message}' of {first.EndedAt:0.000} s, and says '{now.Message}' of {now.EndedAt:0.000} s.");
        }

        var others = scheduled.Where(entry => !occurrences.Any(occurrence => occurrence.RunId == entry.Id)).ToList();
        if (others.Count > occurrences.Count(occurrence => occurrence is { RunId: null, IsCertain: false }))
        {
            var starts = string.Join(", ", others.Select(other => $"{other.StartedAt:0.0} s ('{other.Message}')"));
            yield return new(FindingKind.Doubled, $"{name}: {starts} are runs of occurrences that had run already, or of none.");
        }
    }
    /// <summary>What is wrong about one that is on record as skipped: nothing of it has run.</summary>
    /// <param name="name">Of the flow.</param>
    /// <param name="record">Of the run that was skipped.</param>
    /// <param name="operations">What was asked of the target of each step under the run's id.</param>
    public static IEnumerable<Finding> JudgeSkipped(string name, RunSeen record, IReadOnlyList<IReadOnlyList<OperationView>> operations)
    {
        foreach (var step in operations.Index().Where(step => step.Item.Count > 0))
        {
            yield return new(FindingKind.Doubled, $"{name}: run {record.Id} is on record as skipped ('{record.Message}'), and its step {step.Index} was called.");
        }
    }
}
