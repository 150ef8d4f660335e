using FlowFunctions.Core.Flows;

namespace FlowFunctions.Core.Runs;

/// <summary>Knows which steps have nothing left to wait for. A step that is skipped is done as soon as everything before it is.</summary>
internal sealed class StepReadiness
{
    private readonly DependencyGraph _graph;
    private readonly bool[] _isSkipped;
    private readonly bool[] _isDone;
    private readonly int[] _waitingFor;
    private readonly SortedSet<int> _ready = [];

    public StepReadiness(DependencyGraph graph, bool[] isSkipped)
    {
        _graph = graph;
        _isSkipped = isSkipped;
        _isDone = new bool[graph.Count];
        _waitingFor = [.. Enumerable.Range(0, graph.Count).Select(step => graph.DependenciesOf(step).Count)];
        for (var step = 0; step < graph.Count; step++)
        {
            if (_waitingFor[step] == 0)
            {
                Release(step);
            }
        }
    }

    public bool HasReady => _ready.Count > 0;

    /// <summary>Takes the ready step that is earliest in the flow.</summary>
    public bool TryTake(out int step)
    {
        step = _ready.Min;
        return _ready.Remove(step);
    }

    /// <summary>Counts a step as done, and with it the skipped steps that waited only for it. Over a run, each dependency is looked at once.</summary>
    public void MarkDone(int step)
    {
        var done = new Stack<int>([step]);
        while (done.TryPop(out var next))
        {
            if (_isDone[next])
            {
                continue;
            }

            _isDone[next] = true;
            foreach (var dependent in _graph.DependentsOf(next))
            {
                if (--_waitingFor[dependent] == 0)
                {
                    if (_isSkipped[dependent])
                    {
                        done.Push(dependent);
                    }
                    else
                    {
                        _ready.Add(dependent);
                    }
                }
            }
        }
    }

    /// <summary>Takes back steps that are ready by their dependencies, but not to be started.</summary>
    public void Withdraw(Predicate<int> steps) => _ready.RemoveWhere(steps);

    private void Release(int step)
    {
        if (_isSkipped[step])
        {
            MarkDone(step);
        }
        else
        {
            _ready.Add(step);
        }
    }
}
