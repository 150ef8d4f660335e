using FlowFunctions.Core.Notifications;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Steps;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>What there is to tell about a run that has ended.</summary>
internal static class RunNotices
{
    public static RunNotice Of(RunDocument run, RunResult result)
    {
        var isFlow = run.Kind == RunKind.Flow;

        // An integration's only step says what the run's message says.
        StepRecord[] failed = isFlow ? [.. run.Steps.Where(step => Severity(step) > 0).OrderByDescending(Severity)] : [];
        return new()
        {
            Type = TypeOf(run, result),
            IsFlow = isFlow,
            OwnerId = run.OwnerId,
            OwnerName = run.Name,
            RunId = run.Id,
            Success = result.Success,
            Message = TargetText.Bound(result.Message, RunNotice.MaximumMessageLength),
            ErrorCode = result.ErrorCode,
            TriggeredBy = run.Trigger.User,
            TriggerSource = run.Trigger.Source,
            StartDate = run.StartDate,
            EndDate = run.EndDate ?? run.StartDate,
            FailedSteps = [.. failed.Take(RunNotice.MaximumFailedSteps).Select(Noticed)],
            FurtherFailedSteps = Math.Max(0, failed.Length - RunNotice.MaximumFailedSteps),
        };
    }

    public static NotificationType TypeOf(RunDocument run, RunResult result) => RunEnd.TypeOf(result, [.. run.Steps.Select(step => step.Status)]);

    private static NoticedStep Noticed(StepRecord step) =>
        new(step.Name, step.Status, step.Message is { } message ? TargetText.Bound(message, NoticedStep.MaximumMessageLength) : null, step.ErrorCode);

    /// <summary>Which of many steps are told first; 0 for those that are not.</summary>
    private static int Severity(StepRecord step) => step.Status switch
    {
        StepStatus.Failure => 3,
        StepStatus.Cancelled => 2,
        StepStatus.PartialSuccess => 1,
        _ => 0,
    };
}
