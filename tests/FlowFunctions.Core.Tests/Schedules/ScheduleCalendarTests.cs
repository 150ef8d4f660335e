using FlowFunctions.Core.Schedules;

namespace FlowFunctions.Core.Tests.Schedules;

public class ScheduleCalendarTests
{
    private static readonly ScheduleInput Daily = ScheduleShorthand.Read("Europe/London", "daily 06:30 from 2026-01-01");

    [Theory]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    public void Instant_that_is_not_in_utc_is_refused(DateTimeKind kind) =>
        Assert.Throws<ArgumentException>(() => new ScheduleCalendar(Daily).Next(new DateTime(2026, 1, 1, 0, 0, 0, kind)));

    [Fact]
    public void Unknown_time_zone_is_refused() =>
        Assert.Contains("Europe/Londn", Assert.Throws<ArgumentException>(() => new ScheduleCalendar(Daily with { Timezone = "Europe/Londn" })).Message);

    [Fact]
    public void Schedule_without_its_time_is_refused() => Assert.Throws<ArgumentException>(() => new ScheduleCalendar(Daily with { Time = null }));

    [Fact]
    public void Between_has_the_first_instant_and_not_the_last()
    {
        var (first, third) = (new DateTime(2026, 1, 5, 6, 30, 0, DateTimeKind.Utc), new DateTime(2026, 1, 7, 6, 30, 0, DateTimeKind.Utc));

        Assert.Equal([first, first.AddDays(1)], new ScheduleCalendar(Daily).Between(first, third));
        Assert.Empty(new ScheduleCalendar(Daily with { EndDate = new(2026, 1, 4) }).Between(first, third));
        Assert.Equal(2, new ScheduleCalendar(Daily with { EndDate = new(2026, 1, 6) }).Between(first, DateTime.MaxValue).Count());
    }

    [Theory]
    [InlineData("2026-03-28T06:30:00Z", "2026-03-28T06:30:00+00:00")]
    [InlineData("2026-03-29T05:30:00Z", "2026-03-29T06:30:00+01:00")]
    public void Clocks_of_the_zone_show_their_own_time(string utc, string local)
    {
        var shown = new ScheduleCalendar(Daily).InZone(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime);

        Assert.Equal(local, shown.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Seconds_before_the_minute_do_not_move_the_occurrence() => Assert.Equal(
        new DateTime(2026, 1, 5, 6, 30, 0, DateTimeKind.Utc),
        new ScheduleCalendar(Daily).Next(new DateTime(2026, 1, 5, 6, 29, 59, 999, DateTimeKind.Utc)));

    // Nothing is walked minute by minute: the answer is as near for a start in a thousand years as for tomorrow.
    [Theory]
    [InlineData("hourly 00:00-23:00/1 from 2999-12-31")]
    [InlineData("daily 06:30 from 2999-12-31")]
    [InlineData("weekly 06:30 on 0 from 2999-12-25")]
    [InlineData("monthly_specific_day 06:30 from 2999-12-31")]
    [InlineData("monthly_relative_weekday 06:30 from 2999-12-31")]
    public void Far_start_is_found_at_once(string schedule)
    {
        var calendar = new ScheduleCalendar(ScheduleShorthand.Read("America/New_York", schedule));
        for (var call = 0; call < 10_000; call++)
        {
            Assert.Equal(2999, calendar.Next(new DateTime(1990, 1, 1, 0, 0, 0, DateTimeKind.Utc))!.Value.Year);
        }
    }

    [Fact]
    public void Schedule_without_end_goes_on_as_far_as_the_calendar_and_then_ends()
    {
        var calendar = new ScheduleCalendar(Daily);

        Assert.NotNull(calendar.Next(new DateTime(9000, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
        Assert.Null(calendar.Next(new DateTime(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
    }
}
