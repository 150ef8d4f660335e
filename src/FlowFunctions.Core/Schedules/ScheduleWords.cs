namespace FlowFunctions.Core.Schedules;

/// <summary>How documents write a schedule's type, times and dates.</summary>
public static class ScheduleWords
{
    public const string TimeFormat = "HH:mm";
    public const string DateFormat = "yyyy-MM-dd";

    private static readonly (string Word, ScheduleType Meaning)[] TypeWords =
    [
        ("hourly", ScheduleType.Hourly),
        ("daily", ScheduleType.Daily),
        ("weekly", ScheduleType.Weekly),
        ("monthly_specific_day", ScheduleType.MonthlySpecificDay),
        ("monthly_relative_weekday", ScheduleType.MonthlyRelativeWeekday),
    ];

    public static ReadOnlySpan<(string Word, ScheduleType Meaning)> Types => TypeWords;

    public static string Of(ScheduleType type) => TypeWords.Single(word => word.Meaning == type).Word;
}
