using FlowFunctions.Settings;

namespace FlowFunctions.LocalHost.Settings;

/// <summary>The local host's own settings. Section <c>Host</c>.</summary>
internal sealed class LocalHostOptions : IOptionsWithFaults
{
    public const string Section = "Host";

    public static readonly TimeSpan MinimumWorkerStart = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaximumWorkerStart = TimeSpan.FromMinutes(10);

    public const long MaximumFreeMebibytes = 1_000_000_000;

    /// <summary>Whether whoever holds the other end of standard input stops the host by closing it. Default false: a service's is often closed from the start.</summary>
    public bool StopWithStandardInput { get; set; }

    /// <summary>From the start of the application to its last loaded function; 1 second to 10 minutes, default 1 minute.</summary>
    public TimeSpan WorkerStartsWithin { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// With less room on its disk, the storage emulator would lose what it is given: writes and health are answered with 503 then. In MiB, 0 (never) to 1,000,000,000, default 64.
    /// </summary>
    public long MinimumFreeMebibytes { get; set; } = 64;

    public IEnumerable<string> Faults() =>
    [
        .. Fault.OutOfRange($"{Section}:{nameof(WorkerStartsWithin)}", WorkerStartsWithin, MinimumWorkerStart, MaximumWorkerStart),
        .. Fault.OutOfRange($"{Section}:{nameof(MinimumFreeMebibytes)}", MinimumFreeMebibytes, 0, MaximumFreeMebibytes),
    ];
}
