using FlowFunctions.Embedded.Engine.History;

namespace FlowFunctions.Embedded.Engine.Replay;

/// <summary>What an orchestrator asked for in a turn.</summary>
internal abstract record OrchestratorAction(int TaskId)
{
    /// <summary>What a replay must ask for too.</summary>
    public abstract ScheduledAction Scheduled { get; }
}

internal sealed record CallActivity(int TaskId, string Name, string? Input) : OrchestratorAction(TaskId)
{
    public override ScheduledAction Scheduled => new(ScheduledKind.Activity, TaskId, Name);
}

internal sealed record StartTimer(int TaskId, DateTime FireAt) : OrchestratorAction(TaskId)
{
    public override ScheduledAction Scheduled => new(ScheduledKind.Timer, TaskId, null);
}

internal sealed record StartChild(
    int TaskId, string Name, string InstanceId, string? Input, string Version, IReadOnlyDictionary<string, string> Tags) : OrchestratorAction(TaskId)
{
    public override ScheduledAction Scheduled => new(ScheduledKind.SubOrchestration, TaskId, Name);
}

internal sealed record SendEvent(int TaskId, string InstanceId, string Name, string? Payload) : OrchestratorAction(TaskId)
{
    public override ScheduledAction Scheduled => new(ScheduledKind.SendEvent, TaskId, Name);
}
