namespace FlowFunctions.Tests.Schedules;

/// <summary>The system's clock, set so that it shows a certain time now.</summary>
internal sealed class ShiftedTimeProvider(DateTimeOffset now) : TimeProvider
{
    private readonly TimeSpan _ahead = now - System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;
}
