using FlowFunctions.Core.Flows;
using FlowFunctions.Settings;

namespace FlowFunctions.Runs;

/// <summary>How runs behave. Section <c>Flows</c>. A change holds for runs that start after it.</summary>
public sealed class RunsOptions : IOptionsWithFaults
{
    public const string Section = "Flows";

    /// <summary>Where the Functions host reads the name of the hub, over host.json.</summary>
    internal const string HostTaskHub = "AzureFunctionsJobHost:extensions:durableTask:hubName";

    internal const string DefaultTaskHub = "FlowFunctions";

    public static readonly TimeSpan MaximumInlineWait = TimeSpan.FromMinutes(4);
    public static readonly TimeSpan MinimumRunDuration = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MinimumWakeAfter = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan MaximumWakeAfter = TimeSpan.FromHours(1);

    public static readonly TimeSpan MaximumRunDuration = FlowInput.MaximumTimeout;

    /// <summary>Steps of one run that may run at the same time; 1 to 100, default 20.</summary>
    public int MaxParallelSteps { get; set; } = 20;

    /// <summary>
    /// How long a step's first activity waits for its end, polling and retrying, before the wait becomes durable. 0 to 4 minutes,
    /// default 20 seconds: longer saves history, shorter frees a worker sooner.
    /// </summary>
    public TimeSpan InlineWait { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>From a run's start to its end as timed out; 1 second to 6 days, default 24 hours. A flow's own timeout can only be shorter.</summary>
    public TimeSpan MaxRunDuration { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How long a run stands still, beyond <see cref="InlineWait"/>, before it asks again for what it waits for: the task hub may lose what comes while a host stands still or dies. 1 minute to 1 hour,
    /// default 10 minutes; the watchdog looks every five. A request that takes longer is made twice, under the same operation id.
    /// </summary>
    public TimeSpan WakeAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The name of the task hub that the host has. The host itself reads it elsewhere in Azure; where this is not set, it is what <see cref="HostTaskHub"/> says, else FlowFunctions. Runs of
    /// another hub are not this installation's to end.
    /// </summary>
    public string TaskHub { get; set; } = "";

    public IEnumerable<string> Faults() =>
    [
        .. Fault.OutOfRange("Flows:MaxParallelSteps", MaxParallelSteps, 1, 100),
        .. Fault.OutOfRange("Flows:InlineWait", InlineWait, TimeSpan.Zero, MaximumInlineWait),
        .. Fault.OutOfRange("Flows:MaxRunDuration", MaxRunDuration, MinimumRunDuration, MaximumRunDuration),
        .. Fault.OutOfRange("Flows:WakeAfter", WakeAfter, MinimumWakeAfter, MaximumWakeAfter),
    ];
}
