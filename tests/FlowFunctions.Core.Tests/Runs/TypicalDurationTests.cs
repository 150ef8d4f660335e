using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Tests.Runs;

public sealed class TypicalDurationTests
{
    [Theory]
    [InlineData(new[] { 7 }, 7, 7)]
    [InlineData(new[] { 10, 20 }, 15, 19)]
    [InlineData(new[] { 30, 10, 20 }, 20, 28)]
    [InlineData(new[] { 0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100 }, 50, 90)]
    public void Median_and_p90_lie_between_the_durations(int[] seconds, int median, int p90) =>
        Assert.Equal(
            new TypicalDuration(seconds.Length, TimeSpan.FromSeconds(median), TimeSpan.FromSeconds(p90)),
            TypicalDuration.Of(seconds.Select(second => TimeSpan.FromSeconds(second))));

    [Fact]
    public void Nothing_is_typical_of_nothing() => Assert.Null(TypicalDuration.Of([]));
}
