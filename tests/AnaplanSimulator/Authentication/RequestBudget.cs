namespace AnaplanSimulator.Authentication;

/// <summary>How many requests each user has made in the last minute.</summary>
internal sealed class RequestBudget(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null where the request is within the limit, and counts; else how long until one is. A refused request does not count.</summary>
    public TimeSpan? Take(string user, int limit)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_taken.TryGetValue(user, out var taken))
                _taken[user] = taken = new();
            while (taken.TryPeek(out var oldest) && now - oldest >= Window)
                taken.Dequeue();
            if (taken.Count >= limit)
                return taken.Peek() + Window - now;
            taken.Enqueue(now);
            return null;
        }
    }
}
