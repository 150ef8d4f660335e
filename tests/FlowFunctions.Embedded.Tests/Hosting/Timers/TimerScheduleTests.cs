using FlowFunctions.Embedded.Hosting.Timers;

namespace FlowFunctions.Embedded.Tests.Hosting.Timers;

public class TimerScheduleTests
{
    private static readonly DateTime Now = new(2026, 11, 23, 9, 30, 15, DateTimeKind.Utc);

    [Theory]
    [InlineData("0 */5 * * * *", "2026-11-23T09:35:00Z")]
    [InlineData("*/5 * * * *", "2026-11-23T09:35:00Z")]
    [InlineData("30 30 9 * * 1-5", "2026-11-23T09:30:30Z")]
    [InlineData("0 0 9 * * Sun", "2026-11-29T09:00:00Z")]
    [InlineData("0 0 0 29 2 *", "2028-02-29T00:00:00Z")]
    [InlineData("00:05:00", "2026-11-23T09:35:15Z")]
    public void Next_is_the_first_occurrence_after_an_instant(string expression, string next) =>
        Assert.Equal(DateTimeOffset.Parse(next).UtcDateTime, TimerSchedule.TryParse(expression)!.Next(Now));

    [Theory]
    [InlineData("")]
    [InlineData("every day")]
    [InlineData("0 61 * * * *")]
    [InlineData("* * * *")]
    [InlineData("00:00:00")]
    [InlineData("-00:05:00")]
    [InlineData("2.00:00:00")]
    public void Expression_that_is_no_schedule_is_refused(string expression) => Assert.Null(TimerSchedule.TryParse(expression));

    [Theory]
    [InlineData("*/10 * * * * *", true)]
    [InlineData("00:00:20", true)]
    [InlineData("0 * * * * *", false)]
    [InlineData("0 0 * * * *", false)]
    public void Schedule_of_several_times_a_minute_is_frequent(string expression, bool isFrequent) =>
        Assert.Equal(isFrequent, TimerSchedule.TryParse(expression)!.IsFrequent(Now));
}
