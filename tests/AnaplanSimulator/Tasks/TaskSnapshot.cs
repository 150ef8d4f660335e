namespace AnaplanSimulator.Tasks;

/// <summary>A task as it is at one moment.</summary>
/// <param name="Progress">0 to 1; it never falls.</param>
/// <param name="Result">Null unless the state is COMPLETE.</param>
/// <param name="EndTime">Null until it has ended.</param>
public sealed record TaskSnapshot(
    string TaskId, string ActionId, TaskState TaskState, double Progress, string CurrentStep, DateTimeOffset CreationTime, TaskResult? Result, DateTimeOffset? EndTime);
