using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Tests.Runs;

/// <summary>A clock on which nobody waits: a delay moves it on to its end at once. Deadlines are not delays, and pass when the clock gets there.</summary>
internal sealed class SkippingTimeProvider(DateTimeOffset start) : FakeTimeProvider(start)
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (state is Task)
        {
            // Task.Delay's timer is its task's own.
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        }

        return timer;
    }
}
