namespace FlowFunctions.Core.Schedules;

/// <summary>When a flow or an integration runs by itself, as its author wrote it. All dates and times are those of <see cref="Timezone"/>.</summary>
public sealed record ScheduleInput
{
    public const int MaximumNameLength = 200;
    public const int MaximumRepeatEvery = 24;

    public static readonly DateOnly EarliestDate = new(1970, 1, 1);
    public static readonly DateOnly LatestDate = new(2999, 12, 31);

    /// <summary>For people; need not be unique.</summary>
    public required string Name { get; init; }

    public required ScheduleType Type { get; init; }

    /// <summary>Id of the IANA time zone database.</summary>
    public required string Timezone { get; init; }

    /// <summary>The time of day; null for <see cref="ScheduleType.Hourly"/> alone.</summary>
    public TimeOnly? Time { get; init; }

    /// <summary>The first time in the window of a day; for <see cref="ScheduleType.Hourly"/> alone.</summary>
    public TimeOnly? FromTime { get; init; }

    /// <summary>
    /// The last time that may be in the window, itself included. Before <see cref="FromTime"/>, the window ends on the next day.
    /// For <see cref="ScheduleType.Hourly"/> alone.
    /// </summary>
    public TimeOnly? ToTime { get; init; }

    /// <summary>Hours on the clock from one time in the window to the next, 1 to 24; for <see cref="ScheduleType.Hourly"/> alone.</summary>
    public int? RepeatEvery { get; init; }

    /// <summary>
    /// 0 is Sunday. Hourly, daily and weekly schedules run on these days only; for the first two, none means every day. The monthly types
    /// take their day from <see cref="StartDate"/>, and what stands here does not change it.
    /// </summary>
    public IReadOnlyList<int> DaysOfWeek { get; init; } = [];

    /// <summary>The first day.</summary>
    public required DateOnly StartDate { get; init; }

    /// <summary>The last day, included; null for a schedule without end.</summary>
    public DateOnly? EndDate { get; init; }
}
