namespace FlowFunctions.Core.Flows;

/// <summary>
/// How often, and how far apart, a step that fails is tried again. The wait before retry n is <see cref="Backoff"/> × <see cref="Coefficient"/>ⁿ⁻¹,
/// at most <see cref="MaxBackoff"/>; without jitter, because a flow's own steps are no crowd: what spreads the calls of many is the target's back-off.
/// </summary>
public sealed record StepRetry
{
    public const int MinimumCount = 1;
    public const int MaximumCount = 10;
    public const double DefaultCoefficient = 2;
    public const double MinimumCoefficient = 1;
    public const double MaximumCoefficient = 10;

    public static readonly TimeSpan DefaultBackoff = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan MinimumBackoff = TimeSpan.FromSeconds(1);

    /// <summary>Of either wait, and what <see cref="MaxBackoff"/> is by default.</summary>
    public static readonly TimeSpan MaximumBackoff = TimeSpan.FromHours(1);

    /// <summary>Retries after the first try; 1 to 10.</summary>
    public required int Count { get; init; }

    /// <summary>From the first try's end to the first retry; 1 second to 1 hour.</summary>
    public TimeSpan Backoff { get; init; } = DefaultBackoff;

    /// <summary>By how much each wait is longer than the one before; 1 to 10.</summary>
    public double Coefficient { get; init; } = DefaultCoefficient;

    /// <summary>No wait is longer; from <see cref="Backoff"/> to 1 hour.</summary>
    public TimeSpan MaxBackoff { get; init; } = MaximumBackoff;

    /// <summary>From the end of a try to the start of the next.</summary>
    /// <param name="retry">1 for the first retry.</param>
    public TimeSpan DelayBefore(int retry)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(retry, 1);

        // Multiplied and not raised to a power: products round alike on every machine, and a replay may happen on another.
        double ticks = Backoff.Ticks;
        for (var i = 1; i < retry && ticks < MaxBackoff.Ticks; i++)
        {
            ticks *= Coefficient;
        }

        return ticks < MaxBackoff.Ticks ? TimeSpan.FromTicks((long)ticks) : MaxBackoff;
    }
}
