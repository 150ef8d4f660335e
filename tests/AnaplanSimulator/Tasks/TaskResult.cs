namespace AnaplanSimulator.Tasks;

/// <summary>What a task, or an action of a process, ended with.</summary>
public sealed record TaskResult
{
    public required bool Successful { get; init; }

    public required bool FailureDumpAvailable { get; init; }

    public required string ObjectId { get; init; }

    public required string ObjectName { get; init; }

    public IReadOnlyList<ResultDetail> Details { get; init; } = [];

    /// <summary>One for each action of a process; null for any other action.</summary>
    public IReadOnlyList<TaskResult>? NestedResults { get; init; }
}
