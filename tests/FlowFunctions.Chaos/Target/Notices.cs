using FlowFunctions.Chaos.Flows;

namespace FlowFunctions.Chaos.Target;

/// <summary>What was told of runs' ends. Refuses some first deliveries. Thread-safe.</summary>
internal sealed class Notices(int seed)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _deliveries = new(StringComparer.Ordinal);
    private readonly List<Notice> _taken = [];
    private int _made;

    /// <returns>What the delivery gets instead of being taken; null where it is.</returns>
    public CallFault? Take(Notice notice)
    {
        lock (_lock)
        {
            if (!_deliveries.TryGetValue(notice.RunId, out var delivery))
            {
                // By the order of their arrival: runs' ids are others each time.
                _deliveries[notice.RunId] = delivery = ++_made;
                var random = Draws.Of(seed, "notice", delivery);
                if (random.Chance(0.2))
                {
                    return random.Pick((CallFault.Unavailable, 2), (CallFault.TooManyRequests, 1), (CallFault.ResetBefore, 2));
                }
            }

            _taken.Add(notice);
            return null;
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
