namespace FlowFunctions.Chaos.Weather;

/// <summary>Something that goes wrong.</summary>
/// <param name="At">Since the weather began.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Host">Which host it meets, from 0; meaningless where it is the storage.</param>
/// <param name="Lasts">Until the host is started again or goes on, or the storage or the clock is as before.</param>
internal sealed record WeatherEvent(TimeSpan At, WeatherKind Kind, int Host, TimeSpan Lasts)
{
    /// <summary>By how much a clock is wrong; negative where it is late.</summary>
    public TimeSpan Jump { get; init; }

    public bool IsOfClock => Kind == WeatherKind.ClockJumped;

    public bool IsOfHosts => Kind is WeatherKind.HostKilled or WeatherKind.HostStopped or WeatherKind.AllHostsKilled or WeatherKind.HostFrozen;
}
