using FlowFunctions.Core.Runs;

namespace FlowFunctions.Runs;

internal static class SkipReasons
{
    /// <summary>Null for a step that the run does not leave out.</summary>
    public static SkipReason? Of(RunDocument run, StepRecord step) =>
        step.Status != StepStatus.Skipped ? null
        : run.Selection.AlreadyDone.Contains(step.Referrer) ? SkipReason.AlreadyDone
        : step.Definition?.IsSkipped != true && run.Selection.StepsToRun?.Contains(step.Referrer) == false ? SkipReason.Request
        : SkipReason.Definition;
}
