namespace FlowFunctions.Core.Flows;

/// <summary>How a flow can run, as far as that is known before it does. Built once from a valid flow, in time proportional to its steps and dependencies.</summary>
public sealed class FlowPlan
{
    private readonly IReadOnlyList<FlowStepInput> _steps;
    private readonly DependencyGraph _graph;

    private FlowPlan(IReadOnlyList<FlowStepInput> steps, DependencyGraph graph)
    {
        _steps = steps;
        _graph = graph;
        Order = [.. graph.Order.Select(step => steps[step].Referrer)];
        Waves = FindWaves();
    }

    /// <summary>Referrers of all steps, each after those that it depends on; where several could stand, the one that is earliest in the flow.</summary>
    public IReadOnlyList<string> Order { get; }

    /// <summary>
    /// Referrers of the steps that are not skipped, by wave: a step stands in the first wave that comes after the waves of everything
    /// it waits for, so that the steps of one wave can run together. Within a wave, in flow order. A skipped step stands in no
    /// wave, but what comes after it still waits for what comes before it.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> Waves { get; }

    /// <exception cref="ArgumentException">The flow is not valid: a referrer twice, an unknown dependency, or a cycle.</exception>
    public static FlowPlan Of(FlowInput flow) =>
        new(flow.Steps, new DependencyGraph([.. flow.Steps.Select(step => (step.Referrer, step.DependsOn ?? []))]));

    /// <summary>
    /// The chain of steps that decides how long a run takes at least, when every step takes as long as it did before and enough steps run
    /// at the same time. Among chains of equal duration the one of more steps, then the one whose end, and before it each step, is earliest in the flow.
    /// </summary>
    /// <param name="pastDurations">By referrer; a step that is not there counts as taking no time.</param>
    public CriticalPath CriticalPath(IReadOnlyDictionary<string, TimeSpan> pastDurations)
    {
        var longest = new Chain[_steps.Count];
        foreach (var step in _graph.Order)
        {
            var before = Chain.Longest(_graph.DependenciesOf(step).Select(dependency => longest[dependency]));
            longest[step] = _steps[step].IsSkipped
                ? before ?? Chain.Empty
                : new Chain(step, before, pastDurations.GetValueOrDefault(_steps[step].Referrer));
        }

        var critical = Chain.Longest(longest) ?? Chain.Empty;
        return new CriticalPath([.. critical.Steps().Select(step => _steps[step].Referrer)], critical.Duration);
    }

    /// <summary>Referrers of whatever the step depends on, directly or not; in flow order, the step itself not among them.</summary>
    /// <exception cref="ArgumentException">No step has this referrer.</exception>
    public IReadOnlyList<string> Before(string referrer) => Reach(referrer, _graph.DependenciesOf);

    /// <summary>Referrers of whatever depends on the step, directly or not; in flow order, the step itself not among them.</summary>
    /// <exception cref="ArgumentException">No step has this referrer.</exception>
    public IReadOnlyList<string> After(string referrer) => Reach(referrer, _graph.DependentsOf);

    private IReadOnlyList<string> Reach(string referrer, Func<int, IReadOnlyList<int>> next)
    {
        var reached = new SortedSet<int>();
        var left = new Stack<int>(next(_graph.PositionOf(referrer)));
        while (left.TryPop(out var step))
        {
            if (reached.Add(step))
            {
                foreach (var further in next(step))
                {
                    left.Push(further);
                }
            }
        }

        return [.. reached.Select(step => _steps[step].Referrer)];
    }

    private List<List<string>> FindWaves()
    {
        // The number of waves that come before a step, or for a skipped one, before what depends on it.
        var wavesBefore = new int[_steps.Count];
        foreach (var step in _graph.Order)
        {
            wavesBefore[step] = _graph.DependenciesOf(step)
                .Select(dependency => wavesBefore[dependency] + (_steps[dependency].IsSkipped ? 0 : 1))
                .DefaultIfEmpty()
                .Max();
        }

        var waves = new List<List<string>>();
        for (var step = 0; step < _steps.Count; step++)
        {
            if (_steps[step].IsSkipped)
            {
                continue;
            }

            while (waves.Count <= wavesBefore[step])
            {
                waves.Add([]);
            }

            waves[wavesBefore[step]].Add(_steps[step].Referrer);
        }

        return waves;
    }
}
