namespace FlowFunctions.Targets.Anaplan;

/// <summary>What a task, or one action of a process, ended with.</summary>
internal sealed record ModelTaskResult
{
    public bool Successful { get; init; }

    /// <summary>Whether rows were rejected that can be downloaded.</summary>
    public bool FailureDumpAvailable { get; init; }

    /// <summary>Of the action; null where the service does not say. At most <see cref="JsonReading.MaximumNameLength"/> characters.</summary>
    public string? ObjectId { get; init; }

    /// <inheritdoc cref="ObjectId"/>
    public string? ObjectName { get; init; }

    public IReadOnlyList<ModelTaskDetail> Details { get; init; } = [];

    /// <summary>One for each action of a process; empty for any other action.</summary>
    public IReadOnlyList<ModelTaskResult> NestedResults { get; init; } = [];
}
