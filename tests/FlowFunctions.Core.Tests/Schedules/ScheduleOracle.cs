using FlowFunctions.Core.Schedules;
using NodaTime;
using NodaTime.Extensions;

namespace FlowFunctions.Core.Tests.Schedules;

/// <summary>
/// When a schedule runs, found by looking at the zone's clock at every minute: whenever it shows a time that it never showed before, or has
/// jumped over, and the schedule has that time, the schedule runs. Knows nothing of gaps and overlaps.
/// </summary>
internal sealed class ScheduleOracle(ScheduleInput schedule)
{
    private const int MinutesPerDay = 24 * 60;

    private static readonly LocalDateTime Epoch = new(1970, 1, 1, 0, 0);

    private readonly int _minuteOfHour = (schedule.Time ?? schedule.FromTime)!.Value.Minute;

    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[schedule.Timezone];

    /// <summary>All occurrences after <paramref name="from"/>, up to and including <paramref name="to"/>.</summary>
    public IEnumerable<DateTime> Between(Instant from, Instant to)
    {
        // Far enough back that the clock has shown everything before.
        var first = (from - Duration.FromDays(3)).ToUnixTimeSeconds() / 60;
        var latest = Clock(first);
        for (var minute = first; minute <= to.ToUnixTimeSeconds() / 60; minute++)
        {
            var shown = Clock(minute);
            var runs = false;
            while (latest < shown)
            {
                latest++;
                runs |= latest % 60 == _minuteOfHour && HasTime(Epoch.PlusMinutes(latest));
            }

            if (runs && Instant.FromUnixTimeSeconds(minute * 60) > from)
            {
                yield return Instant.FromUnixTimeSeconds(minute * 60).ToDateTimeUtc();
            }
        }
    }

    /// <summary>What the clock shows, in minutes like the instant.</summary>
    private long Clock(long minute) => minute + (_zone.GetUtcOffset(Instant.FromUnixTimeSeconds(minute * 60)).Seconds / 60);

    private bool HasTime(LocalDateTime local)
    {
        if (schedule.Type != ScheduleType.Hourly)
        {
            return local.Hour == schedule.Time!.Value.Hour && HasDay(local.Date);
        }

        return IsStep(local, local.Date) || IsStep(local, local.Date.PlusDays(-1));
    }

    private bool IsStep(LocalDateTime local, LocalDate day)
    {
        var from = MinutesOf(schedule.FromTime!.Value);
        var to = MinutesOf(schedule.ToTime!.Value);
        var since = ((local.Date - day).Days * MinutesPerDay) + (local.Hour * 60) + local.Minute - from;
        return since >= 0 && since % (60 * schedule.RepeatEvery!.Value) == 0
            && since <= to - from + (to < from ? MinutesPerDay : 0)
            && HasDay(day);
    }

    private static int MinutesOf(TimeOnly time) => (time.Hour * 60) + time.Minute;

    private bool HasDay(LocalDate day)
    {
        var start = schedule.StartDate.ToLocalDate();
        if (day < start || day > schedule.EndDate?.ToLocalDate())
        {
            return false;
        }

        return schedule.Type switch
        {
            ScheduleType.MonthlySpecificDay => day.Day == start.Day || (day.PlusDays(1).Day == 1 && start.Day > day.Day),
            ScheduleType.MonthlyRelativeWeekday => day.DayOfWeek == start.DayOfWeek
                && ((day.Day + 6) / 7 == (start.Day + 6) / 7 || ((start.Day + 6) / 7 == 5 && day.PlusWeeks(1).Month != day.Month)),
            _ => schedule.DaysOfWeek.Count == 0 || schedule.DaysOfWeek.Contains((int)day.DayOfWeek % 7),
        };
    }
}
