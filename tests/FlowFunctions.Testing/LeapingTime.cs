namespace FlowFunctions.Testing;

/// <summary>
/// The machine's time, which leaps where a test says so: for pauses of minutes that a test has no time for. What happens between two leaps takes as long as it takes, on a slow machine longer. Timers
/// know nothing of leaps.
/// </summary>
public sealed class LeapingTime : TimeProvider
{
    private long _leapt;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Volatile.Read(ref _leapt));

    public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Volatile.Read(ref _leapt);

    /// <summary>Forward, by nothing where the time is negative.</summary>
    public void Leap(TimeSpan time) => Interlocked.Add(ref _leapt, Math.Max(0, time.Ticks));
}
