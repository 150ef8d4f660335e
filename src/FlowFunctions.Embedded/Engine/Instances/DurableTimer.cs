namespace FlowFunctions.Embedded.Engine.Instances;

/// <summary>Calls back once, at an instant or, if that has passed, at once: never before it.</summary>
internal sealed class DurableTimer : IDisposable
{
    /// <summary>Timers of the system take less than 50 days; a longer one is set in legs.</summary>
    private static readonly TimeSpan LongestLeg = TimeSpan.FromDays(20);

    private readonly TimeProvider _time;
    private readonly DateTime _dueAt;
    private readonly Action _due;
    private readonly ITimer _timer;
    private int _isDone;

    public DurableTimer(TimeProvider time, DateTime dueAt, Action due)
    {
        (_time, _dueAt, _due) = (time, dueAt, due);
        _timer = time.CreateTimer(static timer => ((DurableTimer)timer!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(Leg(), Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _isDone, 1);
        _timer.Dispose();
    }

    private TimeSpan Leg()
    {
        var left = _dueAt - _time.GetUtcNow().UtcDateTime;
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left < LongestLeg ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : LongestLeg;
    }

    private void Tick()
    {
        if (Leg() is { Ticks: > 0 } left)
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
        }
        else if (Interlocked.Exchange(ref _isDone, 1) == 0)
        {
            _due();
        }
    }
}
