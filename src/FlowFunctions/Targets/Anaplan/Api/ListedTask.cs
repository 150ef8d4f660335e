namespace FlowFunctions.Targets.Anaplan;

/// <summary>A task in the list of an action's tasks.</summary>
/// <param name="TaskId">By which the service knows it.</param>
/// <param name="CreationTime">By the service's clock; null where it does not say.</param>
/// <param name="State">Null where the list does not say.</param>
internal sealed record ListedTask(string TaskId, DateTimeOffset? CreationTime, ModelTaskState? State = null)
{
    public bool IsRunning => State is ModelTaskState.NotStarted or ModelTaskState.InProgress or ModelTaskState.Cancelling;

    public bool HasEnded => State is ModelTaskState.Complete or ModelTaskState.Failed or ModelTaskState.Cancelled;
}
