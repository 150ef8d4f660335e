namespace FlowFunctions.Testing;

/// <summary>Time that runs faster than the machine's, from the machine's time on: for waits of minutes that a test has no time for. Timers are as exact as the machine's, times the factor.</summary>
/// <param name="factor">How many of its seconds go by in one of the machine's.</param>
public sealed class FastTime(int factor) : TimeProvider
{
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private readonly long _begin = System.GetTimestamp();

    public override long TimestampFrequency => System.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _start + (System.GetElapsedTime(_begin) * factor);

    public override long GetTimestamp() => _begin + ((System.GetTimestamp() - _begin) * factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(System.CreateTimer(callback, state, Slow(dueTime), Slow(period)), this);

    private TimeSpan Slow(TimeSpan time) => time <= TimeSpan.Zero ? time : time / factor;

    private sealed class FastTimer(ITimer timer, FastTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Slow(dueTime), time.Slow(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
