namespace FlowFunctions.Embedded.Engine.History;

/// <summary>An instance that has not ended: written when it is scheduled, rewritten when it continues as new, deleted after its end.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="ExecutionId">Made anew whenever an instance is scheduled.</param>
/// <param name="Generation">How often it has continued as new.</param>
/// <param name="Name">The orchestrator.</param>
/// <param name="Version">Its version; empty if none.</param>
/// <param name="Input">The input of this generation, as JSON.</param>
/// <param name="Tags">The tags.</param>
/// <param name="CreatedAt">When the instance was scheduled, in UTC.</param>
/// <param name="StartedAt">The time of this generation's first turn, in UTC; null for an instance that is scheduled for later.</param>
/// <param name="StartAt">When to start it, in UTC; null: at once.</param>
/// <param name="Parent">The call that it answers, if it is a sub-orchestration.</param>
/// <param name="CustomStatus">The custom status that the last generation left.</param>
/// <param name="Carried">What happened to the last generation and was left for this one.</param>
/// <param name="Received">By sender: the last of its events that was received, for senders that might repeat it.</param>
internal sealed record ActiveRecord(
    string InstanceId,
    string ExecutionId,
    int Generation,
    string Name,
    string Version,
    string? Input,
    IReadOnlyDictionary<string, string> Tags,
    DateTime CreatedAt,
    DateTime? StartedAt,
    DateTime? StartAt,
    ParentLink? Parent,
    string? CustomStatus,
    IReadOnlyList<HistoryEvent> Carried,
    IReadOnlyDictionary<string, int> Received)
{
    /// <summary>This generation's key: the prefix of its rows, and its name as a sender or parent.</summary>
    public string Execution => $"{ExecutionId}-{Generation:x8}";
}
