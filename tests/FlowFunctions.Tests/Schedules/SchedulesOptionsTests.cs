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
        var faults = new SchedulesOptions { CatchUpWindow = TimeSpan.Parse(window) }.Faults().ToList();

        Assert.Equal(isValid, faults.Count == 0);
        Assert.All(faults, fault => Assert.Contains("Schedules:CatchUpWindow", fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Catch_up_window_is_an_hour_unless_configured() => Assert.Equal(TimeSpan.FromHours(1), new SchedulesOptions().CatchUpWindow);
}
