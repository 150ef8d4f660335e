namespace FlowFunctions.Chaos.Tests;

public sealed class EndWatchTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private readonly Clock _clock = new();

    [Fact]
    public void Nothing_that_happens_for_long_is_given_up()
    {
        var watch = new EndWatch(_clock);

        Assert.Equal(EndWatch.Patience, GivenUpAfter(watch, _ => 5));
    }

    [Fact]
    public void Whatever_happens_is_given_up_in_the_end()
    {
        var watch = new EndWatch(_clock);

        Assert.Equal(EndWatch.Longest, GivenUpAfter(watch, minutes => minutes));
    }

    [Fact]
    public void Is_calm_when_nothing_has_happened_for_a_time()
    {
        var watch = new EndWatch(_clock);
        watch.GiveUp(1);
        _clock.Now += EndWatch.Calm - TimeSpan.FromTicks(1);
        Assert.False(watch.IsCalm);
        _clock.Now += TimeSpan.FromTicks(1);
        Assert.True(watch.IsCalm);
        watch.GiveUp(2);

        Assert.False(watch.IsCalm);
    }

    private TimeSpan GivenUpAfter(EndWatch watch, Func<int, long> progress)
    {
        var minutes = 0;
        while (watch.GiveUp(progress(minutes)) is null)
        {
            minutes++;
            _clock.Now += Step;
        }

        return minutes * Step;
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
