using System.ComponentModel.DataAnnotations;
using System.Globalization;
using FlowFunctions.Core.Schedules;
using FlowFunctions.Http;

namespace FlowFunctions.Schedules;

/// <summary>When it runs. Fields that its type does not take are null; times and dates are those of its time zone.</summary>
/// <param name="Name">Of the schedule. 1 to 200 characters after trimming, none of them a control character.</param>
/// <param name="Type">How it repeats. `monthly_specific_day`: on the start date's day of the month, the last day where a month is shorter.
/// `monthly_relative_weekday`: on the start date's weekday and ordinal, as the second Tuesday; the fifth is the last.</param>
/// <param name="Timezone">IANA id (`Europe/Paris`). A time that a change of clocks leaves out runs at the first instant after the gap; one
/// that comes twice runs the first time.</param>
/// <param name="Time">Time of day, `HH:mm`; every type but hourly.</param>
/// <param name="FromTime">Start of the window, `HH:mm`; hourly only.</param>
/// <param name="ToTime">End of the window, `HH:mm`, on the next day where it is before its start; hourly only.</param>
/// <param name="RepeatEvery">Hours from one run to the next within the window; hourly only.</param>
/// <param name="DaysOfWeek">On which days: 0 is Sunday, 6 Saturday; none is all, where the type does not need them.
/// `monthly_relative_weekday` takes only lists with its start date's own.</param>
/// <param name="StartDate">The first day on which it may run, in its time zone; from 1970-01-01 to 2999-12-31.</param>
/// <param name="EndDate">The last day on which it may run; from 1970-01-01 to 2999-12-31. Without it there is none.</param>
/// <param name="Words">The same for people, in English, without the zone: `Every Monday and Friday at 06:30`.</param>
/// <param name="Status">A disabled schedule starts nothing.</param>
internal sealed record ScheduleResource(
    [property: Length(1, ScheduleInput.MaximumNameLength), RegularExpression(@"\S")] string Name,
    [property: AllowedValues("hourly", "daily", "weekly", "monthly_specific_day", "monthly_relative_weekday")] string Type,
    [property: Length(1, 64)] string Timezone,
    [property: LooksLike(TextShape.TimeOfDay)] string? Time,
    [property: LooksLike(TextShape.TimeOfDay, Example = "08:00")] string? FromTime,
    [property: LooksLike(TextShape.TimeOfDay, Example = "18:00")] string? ToTime,
    [property: Range(1, ScheduleInput.MaximumRepeatEvery)] int? RepeatEvery,
    [property: Items(AreDistinct = true), MaxLength(7), Range(0, 6)] IReadOnlyList<int> DaysOfWeek,
    [property: LooksLike(TextShape.Day)] string StartDate,
    [property: LooksLike(TextShape.Day)] string? EndDate,
    [property: MinLength(1)] string Words,
    [property: AllowedValues(ScheduleResource.Enabled, ScheduleResource.Disabled)] string Status)
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
                ScheduleSentence.Of(schedule.Input),
                schedule.IsEnabled ? Enabled : Disabled);

    private static string? Text(TimeOnly? time) => time?.ToString(ScheduleWords.TimeFormat, CultureInfo.InvariantCulture);

    private static string Text(DateOnly date) => date.ToString(ScheduleWords.DateFormat, CultureInfo.InvariantCulture);
}
