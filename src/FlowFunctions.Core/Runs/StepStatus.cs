namespace FlowFunctions.Core.Runs;

/// <summary>Where a step of a run stands.</summary>
public enum StepStatus
{
    /// <summary>Waits for the steps that it depends on, or for a free place.</summary>
    Pending,
    Running,
    Success,
    PartialSuccess,
    Failure,

    /// <summary>Left out by the flow or by the request.</summary>
    Skipped,

    /// <summary>Never started, because the run ended before its turn.</summary>
    NotRun,

    /// <summary>Was running when the run was cancelled or timed out.</summary>
    Cancelled,
}
