using System.Globalization;
using FlowFunctions.Core.Schedules;

namespace FlowFunctions.Schedules;

/// <summary>A schedule as it reads back. Fields that its type does not have are null; times and dates are those of its time zone.</summary>
internal sealed record ScheduleResource(
    string Name,
    string Type,
    string Timezone,
    string? Time,
    string? FromTime,
    string? ToTime,
    int? RepeatEvery,
    IReadOnlyList<int> DaysOfWeek,
    string StartDate,
    string? EndDate,
    string Status)
{
    public const string Enabled = "enabled";
    public const string Disabled = "disabled";

    public static ScheduleResource? Of(ScheduleDocument? schedule) =>
        schedule is null
            ? null
            : new(
                schedule.Input.Name,
                ScheduleWords.Of(schedule.Input.Type),
                schedule.Input.Timezone,
                Text(schedule.Input.Time),
                Text(schedule.Input.FromTime),
                Text(schedule.Input.ToTime),
                schedule.Input.RepeatEvery,
                schedule.Input.DaysOfWeek,
                Text(schedule.Input.StartDate),
                schedule.Input.EndDate is { } end ? Text(end) : null,
                schedule.IsEnabled ? Enabled : Disabled);

    private static string? Text(TimeOnly? time) => time?.ToString(ScheduleWords.TimeFormat, CultureInfo.InvariantCulture);

    private static string Text(DateOnly date) => date.ToString(ScheduleWords.DateFormat, CultureInfo.InvariantCulture);
}
