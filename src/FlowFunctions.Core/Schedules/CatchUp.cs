namespace FlowFunctions.Core.Schedules;

/// <summary>What becomes of the occurrences of a schedule that have come due.</summary>
/// <param name="Run">UTC; the one that is run: the latest, where it is recent enough. Null where it is not.</param>
/// <param name="MissedCount">How many were too old to be run.</param>
/// <param name="FirstMissed">UTC; the oldest of those; null where there are none.</param>
/// <param name="LastMissed">UTC; the newest of those; null where there are none.</param>
/// <param name="Next">UTC; the first occurrence that is not due yet; null where there is none any more.</param>
public sealed record CatchUp(DateTime? Run, int MissedCount, DateTime? FirstMissed, DateTime? LastMissed, DateTime? Next)
{
    /// <summary>
    /// Occurrences that are no older than <paramref name="window"/> become one run, that of the latest; those that are older are missed.
    /// </summary>
    /// <param name="calendar">The schedule's.</param>
    /// <param name="dueAt">UTC; the first occurrence that has come due.</param>
    /// <param name="now">UTC; not before <paramref name="dueAt"/>.</param>
    /// <param name="window">From an occurrence to the latest instant at which it still runs.</param>
    public static CatchUp Of(ScheduleCalendar calendar, DateTime dueAt, DateTime now, TimeSpan window)
    {
        var missed = 0;
        DateTime? lastMissed = null;
        DateTime? run = null;
        DateTime? occurrence = dueAt;
        for (; occurrence <= now; occurrence = calendar.Next(occurrence.Value))
        {
            if (now - occurrence <= window)
            {
                run = occurrence;
            }
            else
            {
                missed++;
                lastMissed = occurrence;
            }
        }

        return new(run, missed, missed > 0 ? dueAt : null, lastMissed, occurrence);
    }
}
