namespace FlowFunctions.Core.Flows;

/// <summary>Steps that wait for each other, one after the other, and how long they take together.</summary>
internal sealed class Chain
{
    public static readonly Chain Empty = new();

    private readonly int _lastStep;
    private readonly Chain? _before;
    private readonly int _length;

    public Chain(int lastStep, Chain? before, TimeSpan durationOfLastStep)
    {
        _lastStep = lastStep;
        _before = before;
        _length = (before?._length ?? 0) + 1;
        Duration = (before?.Duration ?? TimeSpan.Zero) + durationOfLastStep;
    }

    private Chain()
    {
    }

    public TimeSpan Duration { get; }

    /// <summary>By duration, then by number of steps, then by the place of the last step; null when there are none.</summary>
    public static Chain? Longest(IEnumerable<Chain> chains) => chains
        .OrderByDescending(chain => chain.Duration)
        .ThenByDescending(chain => chain._length)
        .ThenBy(chain => chain._lastStep)
        .FirstOrDefault();

    /// <summary>The places of the steps in the flow, first to last.</summary>
    public IReadOnlyList<int> Steps()
    {
        var steps = new List<int>(_length);
        for (var chain = this; chain is { _length: > 0 }; chain = chain._before)
        {
            steps.Add(chain._lastStep);
        }

        steps.Reverse();
        return steps;
    }
}
