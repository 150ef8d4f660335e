namespace FlowFunctions.Core.Flows;

/// <summary>Which step waits for which, by the steps' places in the flow.</summary>
internal sealed class DependencyGraph
{
    private readonly Dictionary<string, int> _positions;
    private readonly List<int>[] _dependencies;
    private readonly List<int>[] _dependents;

    /// <exception cref="ArgumentException">A step is there twice, depends on one that is not there, or on itself by way of others.</exception>
    public DependencyGraph(IReadOnlyList<(string Referrer, IReadOnlyList<string> DependsOn)> steps)
    {
        _positions = new(steps.Count, StringComparer.Ordinal);
        _dependencies = new List<int>[steps.Count];
        _dependents = new List<int>[steps.Count];
        for (var i = 0; i < steps.Count; i++)
        {
            _dependents[i] = [];
            if (!_positions.TryAdd(steps[i].Referrer, i))
            {
                throw new ArgumentException($"Step '{steps[i].Referrer}' is in the flow twice.", nameof(steps));
            }
        }

        for (var i = 0; i < steps.Count; i++)
        {
            _dependencies[i] = [.. steps[i].DependsOn.Select(PositionOf).Distinct()];
            foreach (var dependency in _dependencies[i])
            {
                _dependents[dependency].Add(i);
            }
        }

        Order = Sort();
        if (Order.Count < Count)
        {
            throw new ArgumentException("The steps of the flow wait for each other in a cycle.", nameof(steps));
        }
    }

    public int Count => _dependencies.Length;

    /// <summary>Every step after those that it depends on; where several could stand, the one that is earliest in the flow.</summary>
    public IReadOnlyList<int> Order { get; }

    public IReadOnlyList<int> DependenciesOf(int step) => _dependencies[step];

    public IReadOnlyList<int> DependentsOf(int step) => _dependents[step];

    public bool Contains(string referrer) => _positions.ContainsKey(referrer);

    /// <exception cref="ArgumentException">No step has this referrer.</exception>
    public int PositionOf(string referrer) => _positions.TryGetValue(referrer, out var position)
        ? position
        : throw new ArgumentException($"The flow has no step '{referrer}'.", nameof(referrer));

    // Kahn's algorithm. A step on a cycle, or behind one, is never free and so left out.
    private List<int> Sort()
    {
        var waitingFor = Array.ConvertAll(_dependencies, dependencies => dependencies.Count);
        var free = new PriorityQueue<int, int>(Enumerable.Range(0, Count).Where(step => waitingFor[step] == 0).Select(step => (step, step)));
        var order = new List<int>(Count);
        while (free.TryDequeue(out var step, out _))
        {
            order.Add(step);
            foreach (var dependent in _dependents[step])
            {
                if (--waitingFor[dependent] == 0)
                {
                    free.Enqueue(dependent, dependent);
                }
            }
        }

        return order;
    }
}
