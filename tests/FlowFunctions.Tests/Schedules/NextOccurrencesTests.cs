using System.ComponentModel.DataAnnotations;
using FlowFunctions.Core.Schedules;
using FlowFunctions.Definitions;
using FlowFunctions.Schedules;

namespace FlowFunctions.Tests.Schedules;

/// <summary>What answers say of occurrences.</summary>
public sealed class NextOccurrencesTests
{
    private static readonly DateTime At = new(2026, 3, 28, 6, 30, 0, DateTimeKind.Utc);

    private static readonly ScheduleDocument Schedule = new()
    {
        OwnerId = "019ab000000070008000000000000061",
        OwnerKind = RunKind.Flow,
        Input = ScheduleScope.Daily("06:30"),
        SetBy = "sue",
        Version = "1",
    };

    [Theory]
    [InlineData(-1, 28)]
    [InlineData(0, 29)]
    public void Next_occurrence_is_the_first_that_is_later_than_now(long ticks, int day) =>
        Assert.Equal(day, Assert.Single(NextOccurrencesResource.Of(Schedule, At.AddTicks(ticks), 1).Occurrences).Date.Day);

    [Theory]
    [InlineData("Asia/Kolkata", "2026-03-28T12:00:00", "+05:30")]
    [InlineData("America/New_York", "2026-03-28T02:30:00", "-04:00")]
    public void Local_time_and_offset_are_as_the_contract_has_them(string timezone, string local, string offset)
    {
        var occurrence = OccurrenceResource.Of(new ScheduleCalendar(ScheduleScope.Daily("06:30", timezone)), At);

        Assert.Equal((local, offset), (occurrence.LocalDate, occurrence.UtcOffset));
        Assert.True(IsOfContract(occurrence));
        Assert.False(IsOfContract(occurrence with { LocalDate = local + "Z" }));
        Assert.False(IsOfContract(occurrence with { UtcOffset = "UTC" }));
    }

    private static bool IsOfContract(OccurrenceResource occurrence) => Validator.TryValidateObject(occurrence, new(occurrence), null, validateAllProperties: true);
}
