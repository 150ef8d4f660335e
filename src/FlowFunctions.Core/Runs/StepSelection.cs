namespace FlowFunctions.Core.Runs;

/// <summary>Tells the steps that a run is about from those it skips.</summary>
internal static class StepSelection
{
    /// <summary>The steps as they stand before anything has started, in flow order.</summary>
    public static StepProgress[] Apply(FlowSnapshot flow, RunSelection selection)
    {
        var toRun = selection.StepsToRun?.ToHashSet(StringComparer.Ordinal);
        var alreadyDone = selection.AlreadyDone.ToHashSet(StringComparer.Ordinal);
        return [.. flow.Steps.Select(step => new StepProgress { Referrer = step.Referrer, Name = step.Name, Status = StatusOf(step) })];

        StepStatus StatusOf(StepSnapshot step) =>
            step.IsSkipped || toRun?.Contains(step.Referrer) == false || alreadyDone.Contains(step.Referrer) ? StepStatus.Skipped : StepStatus.Pending;
    }
}
