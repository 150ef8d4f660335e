using System.Collections.Concurrent;

namespace FlowFunctions.Tests.Fuzzing;

/// <summary>Ids that exist, or did, for requests to name. Thread-safe.</summary>
internal sealed class KnownIds
{
    private const int Kept = 50;

    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _ids = new(StringComparer.Ordinal);

    /// <summary>The newest ones are kept.</summary>
    public void Add(string kind, string id)
    {
        var ids = _ids.GetOrAdd(kind, _ => new());
        ids.Enqueue(id);
        while (ids.Count > Kept)
        {
            ids.TryDequeue(out _);
        }
    }

    /// <summary>One that was added last is as likely as the first; "" where there is none of the kind.</summary>
    public string Any(string kind, Random random)
    {
        var ids = _ids.TryGetValue(kind, out var known) ? known.ToArray() : [];
        return ids.Length == 0 ? "" : ids[random.Next(ids.Length)];
    }
}
