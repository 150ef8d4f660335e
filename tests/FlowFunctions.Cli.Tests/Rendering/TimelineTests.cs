using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Tests.Rendering;

public class TimelineTests
{
    [Theory]
    [InlineData(0, 5, 0, 20)]
    [InlineData(5, 10, 20, 20)]
    [InlineData(0, 0.01, 0, 1)]
    [InlineData(10, 10, 39, 1)]
    public void Bar_lies_where_its_step_ran(double begin, double end, int from, int length) =>
        Assert.Equal((from, length), Timeline.Place(TimeSpan.FromSeconds(begin), TimeSpan.FromSeconds(end), TimeSpan.FromSeconds(10), cells: 40));

    [Fact]
    public void Bar_of_a_clock_that_runs_ahead_stays_on_the_chart() =>
        Assert.Equal((0, 40), Timeline.Place(TimeSpan.FromSeconds(-3), TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(10), cells: 40));

    [Theory]
    [InlineData(10, 40, "0 s     2 s     4 s     6 s     8 s")]
    [InlineData(1, 40, "0 s")]
    [InlineData(300, 40, "0 s     60 s    120 s   180 s   240 s")]
    public void Axis_has_a_label_wherever_one_fits(int seconds, int cells, string axis) =>
        Assert.Equal(axis, Timeline.Axis(TimeSpan.FromSeconds(seconds), cells));

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(12.34, "12.3 s")]
    [InlineData(59.99, "1:00")]
    [InlineData(187, "3:07")]
    [InlineData(3599.4, "59:59")]
    [InlineData(3599.5, "1:00:00")]
    [InlineData(3765, "1:02:45")]
    [InlineData(359_999, "99:59:59")]
    public void Duration_reads_short(double seconds, string text) => Assert.Equal(text, DurationText.Of(TimeSpan.FromSeconds(seconds)));
}
