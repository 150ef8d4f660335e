namespace Microsoft.DurableTask.Client;

/// <summary>The status of an orchestration instance.</summary>
public enum OrchestrationRuntimeStatus
{
    /// <summary>Started, not ended.</summary>
    Running = 0,

    /// <summary>The orchestrator returned.</summary>
    Completed = 1,

    [Obsolete("Exists for compatibility only; the embedded runtime never reports it.")]
    ContinuedAsNew = 2,

    /// <summary>The orchestrator threw, or could not be replayed.</summary>
    Failed = 3,

    [Obsolete("Exists for compatibility only; the embedded runtime never reports it.")]
    Canceled = 4,

    /// <summary>Ended by a client.</summary>
    Terminated = 5,

    /// <summary>Scheduled, not started.</summary>
    Pending = 6,

    /// <summary>Halted by a client until it is resumed.</summary>
    Suspended = 7,
}
