using FlowFunctions.Settings;

namespace FlowFunctions.Outgoing;

/// <summary>Configuration section <c>Targets</c>: how steps reach the systems that run them.</summary>
public sealed class TargetsOptions : IOptionsWithFaults
{
    public const string Section = "Targets";

    public static readonly TimeSpan MinimumCallTimeout = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaximumCallTimeout = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether endpoints may be on loopback, link-local, private, shared or multicast addresses. Null, the default, allows it in the
    /// Development environment only.
    /// </summary>
    public bool? AllowPrivateNetworks { get; set; }

    /// <summary>Secrets that sign calls, by the name that an endpoint's <c>secretName</c> gives; names ignore case. No secret is empty.</summary>
    public IDictionary<string, string> Secrets { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// From the start of one call to the end of its answer; 1 second to 5 minutes, so that an activity stays well within the
    /// Functions host's limit of 10. Default 100 seconds.
    /// </summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// How often a step's start is tried while the target is unavailable; 1 to 100, default 10, which is about three minutes of
    /// back-off. Polls of a task that the target has accepted are tried until the integration's timeout.
    /// </summary>
    public int MaxAttempts { get; set; } = 10;

    /// <summary>
    /// How many steps may use one Anaplan model at the same time, over all runs and hosts; 1 to 10, default 1: a model runs one import, export or process at a time, and
    /// the others would wait in Anaplan. Those that come later wait in the order in which they came.
    /// </summary>
    public int MaxParallelPerModel { get; set; } = 1;

    public IEnumerable<string> Faults() =>
    [
        .. Fault.OutOfRange("Targets:CallTimeout", CallTimeout, MinimumCallTimeout, MaximumCallTimeout),
        .. Fault.OutOfRange("Targets:MaxAttempts", MaxAttempts, 1, 100),
        .. Fault.OutOfRange("Targets:MaxParallelPerModel", MaxParallelPerModel, 1, 10),
        .. Secrets
            .Where(secret => string.IsNullOrEmpty(secret.Value))
            .Select(secret => $"Targets:Secrets:{secret.Key} is empty; give the secret a value or remove it."),
    ];
}
