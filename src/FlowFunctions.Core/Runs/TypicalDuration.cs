namespace FlowFunctions.Core.Runs;

/// <summary>How long something takes, by how long it took.</summary>
/// <param name="Runs">How many it is told from, at least 1.</param>
/// <param name="Median">Half of them took no longer.</param>
/// <param name="P90">Nine of ten took no longer.</param>
public sealed record TypicalDuration(int Runs, TimeSpan Median, TimeSpan P90)
{
    /// <summary>Between two of them by their distance (Hyndman and Fan 1996, definition 7, as spreadsheets have it). Null where there are none.</summary>
    /// <param name="durations">In any order; none below zero.</param>
    public static TypicalDuration? Of(IEnumerable<TimeSpan> durations)
    {
        TimeSpan[] sorted = [.. durations.Order()];
        return sorted.Length == 0 ? null : new(sorted.Length, Quantile(sorted, 0.5), Quantile(sorted, 0.9));
    }

    private static TimeSpan Quantile(TimeSpan[] sorted, double part)
    {
        var place = (sorted.Length - 1) * part;
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return TimeSpan.FromMilliseconds(Math.Round((sorted[below] + ((sorted[above] - sorted[below]) * (place - below))).TotalMilliseconds));
    }
}
