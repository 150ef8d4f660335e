namespace FlowFunctions.Chaos.Judging;

/// <summary>All that was found. Thread-safe.</summary>
internal sealed class Findings
{
    private readonly Lock _lock = new();
    private readonly List<Finding> _all = [];

    public IReadOnlyList<Finding> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _all];
            }
        }
    }

    public void Add(FindingKind kind, string text)
    {
        lock (_lock)
        {
            _all.Add(new(kind, text));
        }
    }

    public int Count(FindingKind kind) => All.Count(finding => finding.Kind == kind);
}
