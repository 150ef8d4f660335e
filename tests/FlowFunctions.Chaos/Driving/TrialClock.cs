namespace FlowFunctions.Chaos.Driving;

/// <summary>Times of a trial.</summary>
internal sealed class TrialClock(TimeProvider time)
{
    private readonly long _since = time.GetTimestamp();

    /// <summary>UTC.</summary>
    public DateTimeOffset Beginning { get; } = time.GetUtcNow();

    /// <summary>Since the beginning.</summary>
    public double Seconds => time.GetElapsedTime(_since).TotalSeconds;
}
