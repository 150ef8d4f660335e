using AnaplanSimulator.Faults;

namespace AnaplanSimulator.Traffic;

/// <summary>What the simulator was asked, in the order in which it answered. Of very many requests it keeps the last.</summary>
internal sealed class RequestLog
{
    private const int Kept = 100_000;

    private readonly Lock _lock = new();
    private readonly Queue<LoggedRequest> _requests = new();
    private readonly List<ReceivedChunk> _chunks = [];
    private long _count;

    public IReadOnlyList<LoggedRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    public IReadOnlyList<ReceivedChunk> Chunks
    {
        get
        {
            lock (_lock)
            {
                return [.. _chunks];
            }
        }
    }

    public void Add(LoggedRequest request)
    {
        lock (_lock)
        {
            _requests.Enqueue(request with { Number = ++_count });
            if (_requests.Count > Kept)
                _requests.Dequeue();
        }
    }

    public void Add(ReceivedChunk chunk)
    {
        lock (_lock)
        {
            _chunks.Add(chunk);
        }
    }

    /// <exception cref="FormatException">The pattern is none; see <see cref="Fault.Requests"/>.</exception>
    public IReadOnlyList<LoggedRequest> Matching(string pattern)
    {
        var requests = RequestPattern.Parse(pattern);
        return [.. Requests.Where(request => requests.Fits(request.Method, request.Path))];
    }
}
