using NodaTime;
using NodaTime.Extensions;

namespace FlowFunctions.Core.Schedules;

/// <summary>
/// When a schedule runs. Its times are wall-clock times in its zone, each on the day that it belongs to, and each becomes one instant: the
/// first at which the zone's clocks show that time or a later one. So
/// <list type="bullet">
/// <item>a time that does not exist, because the clocks are put forward over it, runs at the first instant after the gap;</item>
/// <item>one that occurs twice, because they are put back, runs once, the first time;</item>
/// <item>times that become one instant run once.</item>
/// </list>
/// The window of an hourly schedule belongs, with all its times, to the day on which it begins: the days of the week and the start and end
/// dates are asked about that day, and a window that crosses midnight runs to its end on the day after. Its steps are hours on the clock, not
/// elapsed ones.
/// <code>
/// Europe/London, hourly 22:00 to 04:00 every 2 h, on the night to 29 March 2026, when 01:00 becomes 02:00
///   local  22:00  00:00  02:00  04:00
///   UTC    22:00  00:00  01:00  03:00
/// </code>
/// Immutable and thread-safe. The same arguments give the same answer for as long as the zone's rules stay the same.
/// </summary>
public sealed class ScheduleCalendar
{
    private readonly ScheduleDays _days;
    private readonly DateTimeZone _zone;
    private readonly LocalTime[] _times;
    private readonly int[] _daysLater;

    /// <exception cref="ArgumentException">The schedule's time zone is unknown, or a time that its type needs is missing.</exception>
    public ScheduleCalendar(ScheduleInput schedule)
    {
        _zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(schedule.Timezone)
            ?? throw new ArgumentException($"'{schedule.Timezone}' is no time zone of the IANA database.", nameof(schedule));
        _days = new ScheduleDays(schedule);
        (_times, _daysLater) = TimesOf(schedule);
    }

    /// <summary>The first occurrence strictly after an instant; null where there is none any more.</summary>
    /// <param name="fromUtc">The instant, in UTC.</param>
    /// <exception cref="ArgumentException"><paramref name="fromUtc"/> is not in UTC.</exception>
    public DateTime? Next(DateTime fromUtc)
    {
        if (fromUtc.Kind != DateTimeKind.Utc)
        {
            throw new ArgumentException("The instant must be in UTC.", nameof(fromUtc));
        }

        // A time that the clocks have passed has had its instant: only times after the one they show can still have theirs. On the days
        // of a window that crosses midnight, such a time may belong to the day before.
        var from = fromUtc.ToInstant();
        for (var day = _days.OnOrAfter(from.InZone(_zone).Date.PlusDays(-1)); day is { } date; day = _days.OnOrAfter(date.PlusDays(1)))
        {
            for (var index = 0; index < _times.Length; index++)
            {
                var occurrence = InstantOf(date.PlusDays(_daysLater[index]) + _times[index]);
                if (occurrence > from)
                {
                    return occurrence.ToDateTimeUtc();
                }
            }
        }

        return null;
    }

    /// <summary>All occurrences from an instant on, itself included, to another one, itself not; in order, worked out as they are asked for.</summary>
    /// <param name="fromUtc">The first instant, in UTC.</param>
    /// <param name="toUtc">The end, in UTC.</param>
    /// <exception cref="ArgumentException"><paramref name="fromUtc"/> is not in UTC.</exception>
    public IEnumerable<DateTime> Between(DateTime fromUtc, DateTime toUtc)
    {
        for (var next = Next(fromUtc.AddTicks(-1)); next < toUtc; next = Next(next.Value))
        {
            yield return next.Value;
        }
    }

    /// <summary>What the clocks of the schedule's zone show at an instant, and how far they are ahead of UTC.</summary>
    /// <param name="utc">The instant, in UTC.</param>
    public DateTimeOffset InZone(DateTime utc) => utc.ToInstant().InZone(_zone).ToDateTimeOffset();

    private static (LocalTime[] Times, int[] DaysLater) TimesOf(ScheduleInput schedule)
    {
        if (schedule.Type != ScheduleType.Hourly)
        {
            return ([Given(schedule.Time, nameof(schedule.Time))], [0]);
        }

        var first = Given(schedule.FromTime, nameof(schedule.FromTime));
        var last = Given(schedule.ToTime, nameof(schedule.ToTime));
        var start = MinutesOf(first);
        var end = MinutesOf(last) + (last < first ? NodaConstants.MinutesPerDay : 0);
        var step = (schedule.RepeatEvery ?? 1) * NodaConstants.MinutesPerHour;
        int[] minutes = [.. Enumerable.Range(0, ((end - start) / step) + 1).Select(index => start + (index * step))];
        return (
            [.. minutes.Select(minute => LocalTime.FromMinutesSinceMidnight(minute % NodaConstants.MinutesPerDay))],
            [.. minutes.Select(minute => minute / NodaConstants.MinutesPerDay)]);
    }

    private static int MinutesOf(LocalTime time) => (time.Hour * NodaConstants.MinutesPerHour) + time.Minute;

    private static LocalTime Given(TimeOnly? time, string name) =>
        time is { } given ? new LocalTime(given.Hour, given.Minute) : throw new ArgumentException($"The schedule has no {name}.", nameof(time));

    private Instant InstantOf(LocalDateTime local)
    {
        var mapping = _zone.MapLocal(local);
        return mapping.Count == 0 ? mapping.LateInterval.Start : mapping.First().ToInstant();
    }
}
