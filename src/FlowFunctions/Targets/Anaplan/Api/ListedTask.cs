namespace FlowFunctions.Targets.Anaplan;

/// <summary>A task in the list of an action's tasks.</summary>
/// <param name="TaskId">By which the service knows it.</param>
/// <param name="CreationTime">By the service's clock; null where it does not say.</param>
internal sealed record ListedTask(string TaskId, DateTimeOffset? CreationTime);
