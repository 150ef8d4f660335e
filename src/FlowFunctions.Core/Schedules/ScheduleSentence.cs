using System.Globalization;

namespace FlowFunctions.Core.Schedules;

/// <summary>Says to people when a schedule runs, in English: <c>Every Monday and Friday at 06:30</c>. Its zone is not in it.</summary>
public static class ScheduleSentence
{
    private const int DaysOfWeek = 7;

    private static readonly string[] Ordinals = ["first", "second", "third", "fourth", "last"];

    /// <summary>Never empty.</summary>
    public static string Of(ScheduleInput schedule) => $"{Times(schedule)}{Range(schedule)}";

    private static string Times(ScheduleInput schedule) => schedule.Type switch
    {
        ScheduleType.Hourly => $"{Days(schedule)}{Often(schedule.RepeatEvery ?? 1)} from {Text(schedule.FromTime)} to {Text(schedule.ToTime)}",
        ScheduleType.MonthlySpecificDay => $"Every month on day {schedule.StartDate.Day.ToString(CultureInfo.InvariantCulture)} at {Text(schedule.Time)}",
        ScheduleType.MonthlyRelativeWeekday =>
            $"Every month on the {Ordinals[(schedule.StartDate.Day - 1) / DaysOfWeek]} {schedule.StartDate.DayOfWeek} at {Text(schedule.Time)}",
        _ => $"{Days(schedule)} at {Text(schedule.Time)}",
    };

    private static string Days(ScheduleInput schedule)
    {
        var days = schedule.DaysOfWeek.Distinct().Order().Select(day => ((DayOfWeek)day).ToString()).ToList();
        return days.Count is 0 or DaysOfWeek ? "Every day" : $"Every {(days.Count == 1 ? days[0] : $"{string.Join(", ", days[..^1])} and {days[^1]}")}";
    }

    private static string Often(int hours) => hours == 1 ? " every hour" : $" every {hours.ToString(CultureInfo.InvariantCulture)} hours";

    private static string Range(ScheduleInput schedule) => schedule.EndDate is { } end ? $", until {end.ToString(ScheduleWords.DateFormat, CultureInfo.InvariantCulture)}" : "";

    private static string Text(TimeOnly? time) => time?.ToString(ScheduleWords.TimeFormat, CultureInfo.InvariantCulture) ?? "";
}
