using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Notifications;

/// <summary>What a run's end means to those who wait for its work.</summary>
public static class RunEnd
{
    /// <summary>
    /// Success with a step that was only partly successful is a partial failure. So is a run that came to its end past steps that
    /// failed, as long as one step did its work: the flow's author has said that it can do without them. Everything else that is
    /// no success is a full failure: the run failed, was stopped or cancelled, or ran out of time.
    /// </summary>
    /// <param name="result">Of the run.</param>
    /// <param name="steps">At the run's end, in any order.</param>
    public static NotificationType TypeOf(RunResult result, IReadOnlyCollection<StepStatus> steps)
    {
        if (result.Success)
        {
            return steps.Contains(StepStatus.PartialSuccess) ? NotificationType.PartialFailure : NotificationType.Success;
        }

        var isPartlyDone = steps.Any(step => step is StepStatus.Success or StepStatus.PartialSuccess);
        return isPartlyDone && RunConclusion.IsRanToEndWithFailures(result) ? NotificationType.PartialFailure : NotificationType.FullFailure;
    }
}
