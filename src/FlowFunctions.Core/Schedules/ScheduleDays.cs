using NodaTime;
using NodaTime.Extensions;

namespace FlowFunctions.Core.Schedules;

/// <summary>The days to which a schedule's times belong, without regard to its time zone.</summary>
internal sealed class ScheduleDays
{
    private const int DaysInWeek = 7;

    /// <summary>The calendar ends soon after; what is later than this has no occurrence.</summary>
    private static readonly LocalDate Horizon = new(9990, 12, 31);

    private readonly LocalDate _first;
    private readonly LocalDate _last;
    private readonly bool[] _onWeekday;
    private readonly Func<LocalDate, LocalDate>? _dayInMonth;

    public ScheduleDays(ScheduleInput schedule)
    {
        _first = schedule.StartDate.ToLocalDate();
        _last = schedule.EndDate?.ToLocalDate() ?? Horizon;
        _dayInMonth = schedule.Type switch
        {
            ScheduleType.MonthlySpecificDay => SpecificDay,
            ScheduleType.MonthlyRelativeWeekday => RelativeWeekday,
            _ => null,
        };
        _onWeekday = [.. Enumerable.Range(0, DaysInWeek).Select(day => schedule.DaysOfWeek.Count == 0 || schedule.DaysOfWeek.Contains(day))];
    }

    /// <summary>The first day that is not before <paramref name="date"/>; null where there is none any more.</summary>
    public LocalDate? OnOrAfter(LocalDate date)
    {
        var from = LocalDate.Max(date, _first);
        var day = _dayInMonth is null ? NextWeekday(from) : NextInMonth(from, _dayInMonth);
        return day <= _last ? day : null;
    }

    private LocalDate NextWeekday(LocalDate from)
    {
        var day = from;
        while (!_onWeekday[(int)day.DayOfWeek % DaysInWeek])
        {
            day = day.PlusDays(1);
        }

        return day;
    }

    private static LocalDate NextInMonth(LocalDate from, Func<LocalDate, LocalDate> dayIn)
    {
        var day = dayIn(from);
        return day >= from ? day : dayIn(from.With(DateAdjusters.StartOfMonth).PlusMonths(1));
    }

    private LocalDate SpecificDay(LocalDate month) =>
        new(month.Year, month.Month, Math.Min(_first.Day, CalendarSystem.Iso.GetDaysInMonth(month.Year, month.Month)));

    private LocalDate RelativeWeekday(LocalDate month)
    {
        var first = month.With(DateAdjusters.StartOfMonth).With(DateAdjusters.NextOrSame(_first.DayOfWeek));
        var day = first.PlusWeeks((_first.Day - 1) / DaysInWeek);

        // There is a first to fourth of every weekday in every month; a fifth that is missing falls into the month after.
        return day.Month == month.Month ? day : day.PlusWeeks(-1);
    }
}
