using System.ComponentModel.DataAnnotations;
using FlowFunctions.Core.Schedules;

namespace FlowFunctions.Schedules;

/// <summary>When a schedule runs next.</summary>
/// <param name="Timezone">IANA id of the schedule's time zone.</param>
/// <param name="Words">When it runs, for people.</param>
/// <param name="Status">A disabled schedule starts nothing: its occurrences are those that it would have.</param>
/// <param name="Occurrences">The next ones, in order; fewer than were asked for where the schedule ends before.</param>
internal sealed record NextOccurrencesResource(
    [property: Length(1, 64)] string Timezone,
    [property: MinLength(1)] string Words,
    [property: AllowedValues(ScheduleResource.Enabled, ScheduleResource.Disabled)] string Status,
    [property: MaxLength(NextOccurrencesResource.MaximumCount)] IReadOnlyList<OccurrenceResource> Occurrences)
{
    public const int MaximumCount = 50;
    public const int DefaultCount = 10;

    /// <param name="schedule">The schedule.</param>
    /// <param name="now">UTC; what is later counts.</param>
    /// <param name="count">How many at most.</param>
    public static NextOccurrencesResource Of(ScheduleDocument schedule, DateTime now, int count)
    {
        var calendar = new ScheduleCalendar(schedule.Input);
        return new(
            schedule.Input.Timezone,
            ScheduleSentence.Of(schedule.Input),
            schedule.IsEnabled ? ScheduleResource.Enabled : ScheduleResource.Disabled,
            [.. calendar.Between(now.AddTicks(1), DateTime.MaxValue).Take(count).Select(occurrence => OccurrenceResource.Of(calendar, occurrence))]);
    }
}
