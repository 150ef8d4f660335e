using System.ComponentModel.DataAnnotations;
using System.Globalization;
using FlowFunctions.Core.Schedules;

namespace FlowFunctions.Schedules;

/// <summary>A time at which a schedule runs.</summary>
/// <param name="Date">The instant.</param>
/// <param name="LocalDate">What the clocks of the schedule's time zone show then.</param>
/// <param name="UtcOffset">How far they are ahead of UTC then.</param>
internal record OccurrenceResource(
    DateTimeOffset Date,
    [property: RegularExpression(OccurrenceResource.LocalPattern)] string LocalDate,
    [property: RegularExpression(OccurrenceResource.OffsetPattern)] string UtcOffset)
{
    private const string LocalPattern = @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$";
    private const string OffsetPattern = @"^[+-]\d{2}:\d{2}$";

    /// <param name="calendar">The schedule's.</param>
    /// <param name="occurrence">UTC.</param>
    public static OccurrenceResource Of(ScheduleCalendar calendar, DateTime occurrence)
    {
        var local = calendar.InZone(occurrence);
        return new(
            new DateTimeOffset(occurrence, TimeSpan.Zero),
            local.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
            local.ToString("zzz", CultureInfo.InvariantCulture));
    }
}
