namespace FlowFunctions.Targets.Anaplan;

/// <summary>Where a task is. A state that is not known to this application counts as <see cref="InProgress"/>: the task has not ended.</summary>
internal enum ModelTaskState
{
    NotStarted,
    InProgress,
    Complete,
    Cancelling,
    Cancelled,
}
