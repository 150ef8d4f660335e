namespace FlowFunctions.Core.Schedules;

/// <summary>How a schedule repeats.</summary>
public enum ScheduleType
{
    /// <summary>Every few hours within a window of the day.</summary>
    Hourly,

    Daily,

    /// <summary>On some days of the week.</summary>
    Weekly,

    /// <summary>On the start date's day of the month; the last day where a month is shorter.</summary>
    MonthlySpecificDay,

    /// <summary>On the start date's weekday and ordinal, such as the second Tuesday; the fifth is the last.</summary>
    MonthlyRelativeWeekday,
}
