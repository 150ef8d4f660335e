using FlowFunctions.Chaos.Flows;

namespace FlowFunctions.Chaos.Target;

/// <summary>What was told of runs' ends. Refuses some first deliveries, and of some runs all. Thread-safe.</summary>
internal sealed class Notices(int seed)
{
    private const double RefusedShare = 0.03;
    private const double DelayedShare = 0.2;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, CallFault?> _deliveries = new(StringComparer.Ordinal);
    private readonly List<Notice> _taken = [];

    /// <returns>What the delivery gets instead of being taken; null where it is.</returns>
    public CallFault? Take(Notice notice)
    {
        lock (_lock)
        {
            var isFirst = !_deliveries.TryGetValue(notice.RunId, out var fault);
            if (isFirst)
            {
                // By the order of their arrival: runs' ids are others each time.
                _deliveries[notice.RunId] = fault = FaultOf(Draws.Of(seed, "notice", _deliveries.Count + 1));
            }

            if (fault == CallFault.Gone || (isFirst && fault is not null))
            {
                return fault;
            }

            _taken.Add(notice);
            return null;
        }
    }

    private static CallFault? FaultOf(Random random) => random.Pick(
        ((CallFault?)CallFault.Gone, RefusedShare),
        (random.Pick((CallFault.Unavailable, 2), (CallFault.TooManyRequests, 1), (CallFault.ResetBefore, 2)), DelayedShare),
        (null, 1 - RefusedShare - DelayedShare));

    /// <summary>Ids of the runs of which it was called, whatever came of that.</summary>
    public IReadOnlySet<string> Asked()
    {
        lock (_lock)
        {
            return _deliveries.Keys.ToHashSet(StringComparer.Ordinal);
        }
    }

    /// <summary>Ids of the runs of which it takes nothing, however often it is called.</summary>
    public IReadOnlySet<string> Refused()
    {
        lock (_lock)
        {
            return _deliveries.Where(delivery => delivery.Value == CallFault.Gone).Select(delivery => delivery.Key).ToHashSet(StringComparer.Ordinal);
        }
    }

    /// <summary>What was taken, by the run.</summary>
    public ILookup<string, Notice> ByRun()
    {
        lock (_lock)
        {
            return _taken.ToLookup(notice => notice.RunId, StringComparer.Ordinal);
        }
    }
}
