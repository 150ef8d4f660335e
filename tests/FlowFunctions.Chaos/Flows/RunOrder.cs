namespace FlowFunctions.Chaos.Flows;

/// <summary>What a run was asked to do.</summary>
/// <param name="Steps">Numbers of the steps that are to run; the others are skipped.</param>
/// <param name="AlreadyDone">Numbers of those among the others that an earlier run has done: they count as done from the start.</param>
internal sealed record RunOrder(IReadOnlySet<int> Steps, IReadOnlySet<int> AlreadyDone)
{
    public bool Runs(StepShape step) => Steps.Contains(step.Number);

    /// <summary>What is left of a run: all that did not succeed, as if the others were done. Null where nothing is, or the run has not told of each step.</summary>
    /// <param name="flow">The flow of the run.</param>
    /// <param name="statuses">How its steps ended, by number.</param>
    public RunOrder? Rest(FlowShape flow, IReadOnlyList<string> statuses)
    {
        if (statuses.Count != flow.Steps.Count)
        {
            return null;
        }

        var done = Steps.Where(step => statuses[step] is StepStatuses.Success || (statuses[step] is StepStatuses.PartialSuccess && flow.Steps[step].IsDoneAfter(statuses[step]))).ToHashSet();
        return done.Count == Steps.Count ? null : new RunOrder(Steps.Except(done).ToHashSet(), AlreadyDone.Union(done).ToHashSet());
    }
}
