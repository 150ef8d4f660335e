using FlowFunctions.Runs;
using Microsoft.DurableTask;
using Moq;

namespace FlowFunctions.Tests.Runs.Running;

public sealed class DurableTimersTests
{
    private static readonly DateTime Instant = RunInputs.Start.AddSeconds(1.5);

    private readonly Mock<TaskOrchestrationContext> _context = new(MockBehavior.Strict);
    private readonly List<(DateTime FireAt, TaskCompletionSource End)> _timers = [];
    private DateTime _now = RunInputs.Start;

    public DurableTimersTests()
    {
        _context.SetupGet(c => c.CurrentUtcDateTime).Returns(() => _now);
        _context.Setup(c => c.CreateTimer(It.IsAny<DateTime>(), It.IsAny<CancellationToken>()))
            .Returns((DateTime fireAt, CancellationToken token) =>
            {
                var end = new TaskCompletionSource();
                token.Register(() => end.TrySetCanceled(token));
                _timers.Add((fireAt, end));
                return end.Task;
            });
    }

    [Fact]
    public async Task Timer_of_storage_that_cuts_fractions_of_seconds_off_ends_after_its_instant()
    {
        var timer = _context.Object.CreateTimerNotBefore(Instant, CancellationToken.None);

        FireAfterWholeSeconds();

        await timer;
        Assert.InRange(_now, Instant, Instant + DurableTimers.Precision);
        Assert.Single(_timers);
    }

    [Fact]
    public async Task Timer_that_fires_early_all_the_same_is_set_again()
    {
        var timer = _context.Object.CreateTimerNotBefore(Instant, CancellationToken.None);

        Fire(Instant.AddTicks(-1));
        Assert.False(timer.IsCompleted);
        Assert.Equal([Instant + DurableTimers.Precision, Instant + DurableTimers.Precision], _timers.Select(set => set.FireAt));
        FireAfterWholeSeconds();

        await timer;
        Assert.InRange(_now, Instant, Instant + DurableTimers.Precision);
    }

    [Fact]
    public async Task Cancelled_timer_is_not_set_again()
    {
        using var cancelled = new CancellationTokenSource();
        var timer = _context.Object.CreateTimerNotBefore(Instant, cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => timer);
        Assert.Single(_timers);
    }

    private void FireAfterWholeSeconds() => Fire(_now.AddSeconds(Math.Floor((_timers[^1].FireAt - _now).TotalSeconds)));

    private void Fire(DateTime at)
    {
        _now = at;
        _timers[^1].End.SetResult();
    }
}
