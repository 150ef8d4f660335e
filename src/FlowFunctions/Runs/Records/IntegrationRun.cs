using FlowFunctions.Core;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;

namespace FlowFunctions.Runs;

/// <summary>
/// What a step of a flow run is for its integration: a run of its own, which is made from the flow run's record when somebody reads it. Its id has the time of the flow run's, which is how that is
/// found.
/// </summary>
internal static class IntegrationRun
{
    public static string IdOf(string runId, string referrer) => ResourceId.Derive(runId, referrer);

    /// <summary>Whether the step is a run of its integration too: it started, and there was an integration.</summary>
    public static bool IsOf(StepRecord step) => step is { StartDate: not null, ErrorCode: not RunErrorCodes.IntegrationMissing };

    public static RunDocument Of(RunDocument flowRun, StepRecord step) => new()
    {
        Id = IdOf(flowRun.Id, step.Referrer),
        Kind = RunKind.Integration,
        OwnerId = step.Referrer,
        Name = step.Name,
        FlowRunId = flowRun.Id,
        Trigger = flowRun.Trigger,
        TraceId = flowRun.TraceId,
        StartDate = step.StartDate ?? flowRun.StartDate,
        EndDate = step.EndDate ?? flowRun.EndDate,
        Result = ResultOf(step, flowRun.Result),
        Canceller = step.Status == StepStatus.Cancelled ? flowRun.CancelledBy : null,
        Steps = [step with { Details = null, Faults = null, Definition = null }],
        Details = step.Details,
        Faults = step.Faults,
    };

    /// <summary>
    /// An integration's own run that nothing moves any more is over when its step is: where that end is known, nothing of it was interrupted. A load that was done is not to be made again for want of
    /// a record.
    /// </summary>
    /// <param name="run">As it was interrupted; a flow's, or one whose step has no end of its own, stays so.</param>
    public static RunDocument AsItsStepEnded(RunDocument run) =>
        run is { Kind: RunKind.Integration, Steps: [{ Status: StepStatus.Success or StepStatus.PartialSuccess or StepStatus.Failure } step] }
            ? run with { Result = ResultOf(step, flowRun: null), Details = step.Details, Faults = step.Faults }
            : run;

    /// <summary>How the integration's run ended. A partial success is a success with something to tell, as it is for a flow that continues after it.</summary>
    /// <param name="step">The step, at its end.</param>
    /// <param name="flowRun">How the flow's run ended, which is how a step ended that it took with it.</param>
    public static RunResult ResultOf(StepRecord step, RunResult? flowRun) => step.Status switch
    {
        StepStatus.Success => new(true, step.Message ?? "Success", null),
        StepStatus.PartialSuccess => new(true, step.Message ?? RunResult.WithPartialSuccess, step.ErrorCode),
        StepStatus.Failure => new(false, step.Message ?? "Failed", step.ErrorCode ?? RunErrorCodes.StepFailed),

        // The step says what it had done all the same.
        StepStatus.Cancelled when flowRun is not null && step.Message is { } message => flowRun with { Message = message },
        _ => flowRun ?? new(false, "Cancelled", RunErrorCodes.Cancelled),
    };
}
