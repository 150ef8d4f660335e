using FlowFunctions.Schedules;

namespace FlowFunctions.Tests.Schedules;

public class SchedulesOptionsTests
{
    [Theory]
    [InlineData("00:01:59", false)]
    [InlineData("00:02:00", true)]
    [InlineData("01:00:00", true)]
    [InlineData("7.00:00:00", true)]
    [InlineData("7.00:00:01", false)]
    public void Catch_up_window_is_kept_within_its_range(string window, bool isValid)
    {
        var result = new SchedulesOptionsValidation().Validate(null, new SchedulesOptions { CatchUpWindow = TimeSpan.Parse(window) });

        Assert.Equal(isValid, result.Succeeded);
        Assert.True(isValid || result.FailureMessage!.Contains("Schedules:CatchUpWindow", StringComparison.Ordinal));
    }

    [Fact]
    public void Catch_up_window_is_an_hour_unless_configured() => Assert.Equal(TimeSpan.FromHours(1), new SchedulesOptions().CatchUpWindow);
}
