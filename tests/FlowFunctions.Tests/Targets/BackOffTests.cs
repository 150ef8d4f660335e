using CsCheck;
using FlowFunctions.Steps;

namespace FlowFunctions.Tests.Targets;

public sealed class BackOffTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(5, 32)]
    [InlineData(6, 60)]
    [InlineData(1000, 60)]
    public void Delay_is_drawn_from_a_second_to_what_doubles_up_to_the_cap(int failures, int ceilingSeconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(ceilingSeconds), new BackOff(() => 1).Delay(failures));
        Assert.Equal(TimeSpan.FromSeconds(1), new BackOff(() => 0).Delay(failures));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 5)]
    public void Delay_has_the_cap_of_its_caller(int failures, int ceilingSeconds) =>
        Assert.Equal(TimeSpan.FromSeconds(ceilingSeconds), new BackOff(() => 1).Delay(failures, cap: TimeSpan.FromSeconds(5)));

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(-9, 1, 4)]
    [InlineData(3, 0, 3)]
    [InlineData(3, 0.5, 3.15)]
    [InlineData(3, 1, 4)]
    [InlineData(100, 1, 110)]
    [InlineData(3599, 0.5, 3600)]
    [InlineData(31_536_000, 0, 3600)]
    public void Delay_that_is_asked_for_makes_it_longer_and_never_shorter(double asked, double draw, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new BackOff(() => draw).Delay(2, TimeSpan.FromSeconds(asked)));

    [Theory]
    [InlineData(5, null, 0, 5)]
    [InlineData(5, null, 1, 5.5)]
    [InlineData(0.25, null, 0, 1)]
    [InlineData(5, 2.0, 0, 2)]
    [InlineData(5, 0.0, 1, 1.1)]
    [InlineData(5, 60.0, 0.5, 63)]
    [InlineData(5, 31_536_000.0, 1, 3600)]
    public void Poll_comes_when_it_is_asked_for_or_set_within_a_second_and_an_hour(double interval, double? asked, double draw, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new BackOff(() => draw).Poll(TimeSpan.FromSeconds(interval), asked is { } given ? TimeSpan.FromSeconds(given) : null));

    [Fact]
    public void Every_wait_is_from_a_second_to_an_hour_whatever_is_asked() =>
        Gen.Select(Gen.Int[1, int.MaxValue], Gen.Double[0, 1], Gen.Long).Sample((failures, draw, asked) =>
            new[] { new BackOff(() => draw).Delay(failures), new BackOff(() => draw).Delay(failures, new TimeSpan(asked)), new BackOff(() => draw).Poll(new TimeSpan(asked)) }
                .All(wait => wait >= BackOff.Shortest && wait <= BackOff.Longest));

    [Fact]
    public void Delay_before_a_failure_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BackOff(() => 1).Delay(0));
}
