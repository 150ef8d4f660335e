namespace FlowFunctions.Chaos.Flows;

/// <summary>A flow that is run in bad weather.</summary>
/// <param name="Number">Among all flows of the trial, from 0.</param>
/// <param name="Steps">In the flow's order; each has its place as its number.</param>
/// <param name="Timeout">Of a run; null for none of its own.</param>
/// <param name="Kind">What its steps do, and who starts it.</param>
internal sealed record FlowShape(int Number, IReadOnlyList<StepShape> Steps, TimeSpan? Timeout, FlowKind Kind)
{
    public bool IsScheduled => Kind == FlowKind.Scheduled;

    /// <summary>Whether its steps load files into models; else they call endpoints.</summary>
    public bool IsOfLoads => Kind == FlowKind.Loads;

    /// <summary>Whether a run of it has no other end than that it is cancelled.</summary>
    public bool IsCancelled => Kind == FlowKind.Cancelled;

    public string Name => $"Flow {Number}";

    /// <summary>Of the integration that a step refers to.</summary>
    public string NameOf(int step) => $"Flow {Number} step {step}";

    /// <summary>The order of a run of everything.</summary>
    public RunOrder Everything => new(Steps.Where(step => !step.IsSkipped).Select(step => step.Number).ToHashSet(), new HashSet<int>());
}
