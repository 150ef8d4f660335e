namespace AnaplanSimulator.Faults;

/// <summary>The faults that are to come.</summary>
internal sealed class FaultScript
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    /// <summary>What is left of the faults.</summary>
    public IReadOnlyList<Fault> Faults
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries.Select(entry => entry.Fault with { Skip = entry.Skip, Times = entry.Times })];
            }
        }
    }

    /// <exception cref="FormatException">The pattern of requests is none.</exception>
    public void Add(Fault fault)
    {
        var entry = new Entry(fault, RequestPattern.Parse(fault.Requests)) { Skip = fault.Skip, Times = fault.Times };
        lock (_lock)
        {
            _entries.Add(entry);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
        }
    }

    /// <summary>The fault of a request, which is used up by it; null where nothing goes wrong.</summary>
    public Fault? Take(string method, string path)
    {
        lock (_lock)
        {
            foreach (var entry in _entries.Where(entry => entry.Pattern.Fits(method, path)))
            {
                if (entry.Skip > 0)
                {
                    entry.Skip--;
                    continue;
                }

                if (entry.Times is { } times && (entry.Times = times - 1) == 0)
                    _entries.Remove(entry);
                return entry.Fault;
            }

            return null;
        }
    }

    private sealed record Entry(Fault Fault, RequestPattern Pattern)
    {
        public int Skip { get; set; }

        public int? Times { get; set; }
    }
}
