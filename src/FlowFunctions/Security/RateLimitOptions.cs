using FlowFunctions.Settings;

namespace FlowFunctions.Security;

/// <summary>
/// How many requests each key may make: a bucket of tokens, one a request, that fills at a steady rate. Section <c>Security:RateLimit</c>. Each process counts for
/// itself: an app that is scaled out to n instances lets through up to n times as much. Health takes no token.
/// </summary>
public sealed class RateLimitOptions : IOptionsWithFaults
{
    public const int MaximumTokens = 1_000_000;

    public static readonly TimeSpan MinimumPeriod = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan MaximumPeriod = TimeSpan.FromHours(1);

    /// <summary>Added to the bucket each <see cref="Period"/>; 1 to 1,000,000, default 500.</summary>
    public int Tokens { get; set; } = 500;

    /// <summary>100 milliseconds to 1 hour, default 1 second.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What the bucket holds, and so the most requests at once; from <see cref="Tokens"/> to 1,000,000, default 5,000.</summary>
    public int Burst { get; set; } = 5000;

    public IEnumerable<string> Faults()
    {
        IEnumerable<string> faults =
        [
            .. Fault.OutOfRange("Security:RateLimit:Tokens", Tokens, 1, MaximumTokens),
            .. Fault.OutOfRange("Security:RateLimit:Period", Period, MinimumPeriod, MaximumPeriod),
        ];
        return Burst >= Tokens && Burst <= MaximumTokens
            ? faults
            : [.. faults, $"Security:RateLimit:Burst is {Burst}; set it between Tokens, which is {Tokens}, and {MaximumTokens}."];
    }
}
