using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using FlowFunctions.Definitions;
using FlowFunctions.Telemetry;

namespace FlowFunctions.Health;

/// <summary>What the watchdog of this process has repaired, and when it looked last. Thread-safe.</summary>
public sealed class RepairCounts
{
    private readonly Counter<long> _repairs;
    private readonly ConcurrentDictionary<string, long> _totals = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastLooks = new(StringComparer.Ordinal);

    public RepairCounts(IMeterFactory meters)
    {
#pragma warning disable CA2000 // The factory owns its meters, and disposes them.
        _repairs = FlowMeter.Of(meters).CreateCounter<long>("flow.repairs", "{repair}", "What the watchdog has ended or removed that a crash or an outage had left behind.");
#pragma warning restore CA2000
    }

    /// <summary>How many were repaired since the process started, by subject; a subject of which none was is left out.</summary>
    public IReadOnlyDictionary<string, long> Totals => new SortedDictionary<string, long>(_totals, StringComparer.Ordinal);

    internal bool IsDue(IRepair repair, DateTimeOffset now) => !_lastLooks.TryGetValue(repair.Subject, out var last) || now - last >= repair.Interval;

    /// <param name="repair">That has looked to its end.</param>
    /// <param name="repaired">How many it has repaired.</param>
    /// <param name="began">When it began to look.</param>
    internal void Add(IRepair repair, int repaired, DateTimeOffset began)
    {
        _lastLooks[repair.Subject] = began;
        if (repaired > 0)
        {
            _repairs.Add(repaired, new KeyValuePair<string, object?>(FlowAttributes.RepairSubject, repair.Subject));
            _totals.AddOrUpdate(repair.Subject, repaired, (_, total) => total + repaired);
        }
    }
}
