using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Runs;

/// <summary>What is left to do after a run.</summary>
internal static class ResumePlan
{
    /// <summary>
    /// Steps that succeeded are done, and so are those that partly succeeded where the flow goes on after that; what the earlier run was
    /// asked to leave out stays out; everything else runs again. Null where that leaves nothing to run.
    /// </summary>
    public static RunSelection? Of(RunDocument run, FlowInput flow)
    {
        var earlier = run.Steps.ToDictionary(step => step.Referrer, StringComparer.Ordinal);
        var alreadyDone = run.Selection.AlreadyDone.ToHashSet(StringComparer.Ordinal);
        var selected = run.Selection.StepsToRun?.ToHashSet(StringComparer.Ordinal);
        var done = new List<string>();
        var left = new List<string>();
        foreach (var step in flow.Steps)
        {
            if (alreadyDone.Contains(step.Referrer) || IsDone(earlier.GetValueOrDefault(step.Referrer)?.Status, step))
            {
                done.Add(step.Referrer);
            }
            else if (!step.IsSkipped && selected?.Contains(step.Referrer) != false)
            {
                left.Add(step.Referrer);
            }
        }

        return left.Count == 0 ? null : new RunSelection { StepsToRun = selected is null ? null : left, AlreadyDone = done };
    }

    private static bool IsDone(StepStatus? status, FlowStepInput step) => status switch
    {
        StepStatus.Success => true,
        StepStatus.PartialSuccess => step.OnPartialSuccess == ExceptionStrategy.Continue,
        _ => false,
    };
}
