namespace FlowFunctions.Chaos.Rig;

/// <summary>The machine's time, as wrong as a file says. Timers are right.</summary>
internal sealed class WrongClock(ClockFile file) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + file.Offset;
}
