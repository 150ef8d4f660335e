namespace FlowFunctions.Chaos.Judging;

/// <summary>A time at which a schedule is to start its flow.</summary>
/// <param name="DueAt">In seconds since the beginning of the trial.</param>
/// <param name="IsCertain">Whether the schedule was there well before; else it may have been too late for this time.</param>
internal sealed record Occurrence(double DueAt, bool IsCertain)
{
    /// <summary>What is wrong about what became of some, in the order of their times: each started its flow once, or is on record as skipped.</summary>
    /// <param name="name">Of the flow.</param>
    /// <param name="occurrences">Of its schedules.</param>
    /// <param name="entries">Of its history.</param>
    public static IEnumerable<Finding> Judge(string name, IReadOnlyList<Occurrence> occurrences, IReadOnlyList<RunSeen> entries)
    {
        var ends = occurrences.Skip(1).Select(next => next.DueAt).Append(double.PositiveInfinity);
        foreach (var (occurrence, end) in occurrences.Zip(ends))
        {
            var count = entries.Count(entry => entry.IsScheduled && entry.StartedAt >= occurrence.DueAt - 1 && entry.StartedAt < end - 1);
            if (count == 0 && occurrence.IsCertain)
            {
                yield return new(FindingKind.Lost, $"{name}: the occurrence of {occurrence.DueAt:0} s has neither run nor is it on record as skipped.");
            }
            else if (count > 1)
            {
                yield return new(FindingKind.Doubled, $"{name}: the occurrence of {occurrence.DueAt:0} s has run {count} times.");
            }
        }
    }
}
