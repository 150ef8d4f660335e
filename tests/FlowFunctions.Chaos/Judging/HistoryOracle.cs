namespace FlowFunctions.Chaos.Judging;

/// <summary>Says what is wrong about a flow's history: each accepted run once, none that nobody asked for, never two at the same time, and the newest as the flow's latestRun.</summary>
/// <param name="name">Of the flow.</param>
/// <param name="entries">All of the history, newest first.</param>
/// <param name="latest">The flow's latestRun; null where it has none.</param>
internal sealed class HistoryOracle(string name, IReadOnlyList<RunSeen> entries, RunSeen? latest)
{
    private const string Interrupted = "Failed: the run was interrupted";

    /// <param name="accepted">Ids of the runs whose start was answered with success.</param>
    /// <param name="interrupted">Ids of the runs whose start was refused, because they were put on record as interrupted before any of their steps began.</param>
    /// <param name="records">The runs' records, by id.</param>
    public IEnumerable<Finding> Judge(IReadOnlyCollection<string> accepted, IReadOnlyCollection<string> interrupted, IReadOnlyDictionary<string, RunSeen> records)
    {
        foreach (var several in entries.GroupBy(entry => entry.Id, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            yield return new(FindingKind.Doubled, $"{name}: run {several.Key} has {several.Count()} entries in the history.");
        }

        foreach (var missing in accepted.Where(id => !entries.Any(entry => entry.Id == id)))
        {
            yield return new(FindingKind.Lost, $"{name}: run {missing} was accepted and is not in the history.");
        }

        foreach (var unasked in entries.Where(entry => !entry.IsScheduled && !accepted.Contains(entry.Id) && !(interrupted.Contains(entry.Id) && entry.Message == Interrupted)))
        {
            yield return new(FindingKind.Doubled, $"{name}: run {unasked.Id} ('{unasked.Message}') is one that nobody asked for.");
        }

        foreach (var entry in entries.Where(entry => records.TryGetValue(entry.Id, out var record) && !record.TellsAs(entry)))
        {
            yield return new(FindingKind.Wrong, $"{name}: of run {entry.Id} the history says '{entry.Message}' and its record '{records[entry.Id].Message}'.");
        }

        // What was skipped has not run.
        var ran = entries.Where(entry => !entry.IsSkipped).OrderBy(entry => entry.StartedAt).ToList();
        foreach (var (earlier, later) in ran.Zip(ran.Skip(1)).Where(pair => pair.First.EndedAt is null || pair.First.EndedAt > pair.Second.StartedAt))
        {
            yield return new(FindingKind.Doubled, $"{name}: run {later.Id} started at {later.StartedAt:0.000} s, before run {earlier.Id} had ended at {earlier.EndedAt:0.000} s.");
        }

        if (ran is [.., var newest] && latest?.TellsAs(newest) != true)
        {
            yield return new(FindingKind.Wrong, $"{name}: its latestRun says '{latest?.Message}' of {latest?.StartedAt:0.0} s, and run {newest.Id}, its newest, '{newest.Message}' of {newest.StartedAt:0.0} s.");
        }
    }
}
