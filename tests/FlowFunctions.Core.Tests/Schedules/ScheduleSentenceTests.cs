using FlowFunctions.Core.Schedules;

namespace FlowFunctions.Core.Tests.Schedules;

public sealed class ScheduleSentenceTests
{
    [Theory]
    [InlineData("daily 22:00 from 2026-12-01", "Every day at 22:00")]
    [InlineData("daily 22:00 on 0,6 from 2026-12-01", "Every Sunday and Saturday at 22:00")]
    [InlineData("daily 22:00 on 0,1,2,3,4,5,6 from 2026-12-01", "Every day at 22:00")]
    [InlineData("weekly 06:05 on 5 from 2026-12-01 to 2027-01-31", "Every Friday at 06:05, until 2027-01-31")]
    [InlineData("weekly 06:05 on 5,1,3 from 2026-12-01", "Every Monday, Wednesday and Friday at 06:05")]
    [InlineData("hourly 08:00-18:00/1 from 2026-12-01", "Every day every hour from 08:00 to 18:00")]
    [InlineData("hourly 22:00-04:00/2 on 1 from 2026-12-01", "Every Monday every 2 hours from 22:00 to 04:00")]
    [InlineData("monthly_specific_day 00:00 from 2026-12-31", "Every month on day 31 at 00:00")]
    [InlineData("monthly_relative_weekday 07:30 from 2026-12-08", "Every month on the second Tuesday at 07:30")]
    [InlineData("monthly_relative_weekday 07:30 from 2026-12-29", "Every month on the last Tuesday at 07:30")]
    public void Schedule_is_said_in_one_sentence(string schedule, string expected) =>
        Assert.Equal(expected, ScheduleSentence.Of(ScheduleShorthand.Read("Europe/Paris", schedule)));
}
