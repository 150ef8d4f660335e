namespace FlowFunctions.Targets.Anaplan;

/// <summary>Where a task is. A state that is not known to this application counts as <see cref="InProgress"/>: the task has not ended.</summary>
internal enum ModelTaskState
{
    NotStarted,
    InProgress,
    Complete,

    /// <summary>Not among the documented ones, and plain enough.</summary>
    Failed,
    Cancelling,
    Cancelled,
}
