using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using FlowFunctions.Definitions;
using FlowFunctions.Telemetry;

namespace FlowFunctions.Health;

/// <summary>What the watchdog of this process has repaired, when it looked last, and which looks it had to give up. Thread-safe.</summary>
public sealed class RepairCounts
{
    /// <summary>From the beginning of a look that was given up to the next one; doubled for each one more in a row, up to <see cref="LongestBackOff"/>.</summary>
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromHours(1);

    private readonly Counter<long> _repairs;
    private readonly ConcurrentDictionary<string, long> _totals = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastLooks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (int Times, DateTimeOffset Next)> _givenUp = new(StringComparer.Ordinal);

    public RepairCounts(IMeterFactory meters)
    {
#pragma warning disable CA2000 // The factory owns its meters, and disposes them.
        _repairs = FlowMeter.Of(meters).CreateCounter<long>("flow.repairs", "{repair}", "What the watchdog has ended or removed that a crash or an outage had left behind.");
#pragma warning restore CA2000
    }

    /// <summary>How many were repaired since the process started, by subject; a subject of which none was is left out.</summary>
    public IReadOnlyDictionary<string, long> Totals => new SortedDictionary<string, long>(_totals, StringComparer.Ordinal);

    internal bool IsDue(IRepair repair, DateTimeOffset now) => _givenUp.TryGetValue(repair.Subject, out var givenUp)
        ? now >= givenUp.Next
        : !_lastLooks.TryGetValue(repair.Subject, out var last) || now - last >= repair.Interval;

    /// <summary>Whether no look has come to its end since one was given up.</summary>
    internal bool IsGivenUp(IRepair repair) => _givenUp.ContainsKey(repair.Subject);

    /// <param name="repair">That has come to no end.</param>
    /// <param name="began">When it began to look.</param>
    /// <returns>How many looks in a row were given up, and when the next is due.</returns>
    internal (int Times, DateTimeOffset Next) GiveUp(IRepair repair, DateTimeOffset began)
    {
        var times = (_givenUp.TryGetValue(repair.Subject, out var earlier) ? earlier.Times : 0) + 1;
        var backOff = Math.Min(FirstBackOff.TotalMinutes * Math.Pow(2, times - 1), LongestBackOff.TotalMinutes);
        return _givenUp[repair.Subject] = (times, began.AddMinutes(backOff));
    }

    /// <param name="repair">That has looked to its end.</param>
    /// <param name="repaired">How many it has repaired.</param>
    /// <param name="began">When it began to look.</param>
    internal void Add(IRepair repair, int repaired, DateTimeOffset began)
    {
        _lastLooks[repair.Subject] = began;
        _givenUp.TryRemove(repair.Subject, out _);
        if (repaired > 0)
        {
            _repairs.Add(repaired, new KeyValuePair<string, object?>(FlowAttributes.RepairSubject, repair.Subject));
            _totals.AddOrUpdate(repair.Subject, repaired, (_, total) => total + repaired);
        }
    }
}
