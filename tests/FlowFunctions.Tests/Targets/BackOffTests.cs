using CsCheck;
using FlowFunctions.Steps;

namespace FlowFunctions.Tests.Targets;

public sealed class BackOffTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(1000, 60)]
    public void Delay_doubles_up_to_the_cap(int failures, int ceilingSeconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(ceilingSeconds), new BackOff(() => 1).Delay(failures));
        Assert.Equal(TimeSpan.Zero, new BackOff(() => 0).Delay(failures));
    }

    [Fact]
    public void Delay_is_within_its_bounds_for_every_draw() =>
        Gen.Select(Gen.Int[1, int.MaxValue], Gen.Double[0, 1]).Sample((failures, draw) =>
            new BackOff(() => draw).Delay(failures) is var delay && delay >= TimeSpan.Zero && delay <= BackOff.Cap);

    [Fact]
    public void Delay_before_a_failure_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BackOff(() => 1).Delay(0));
}
