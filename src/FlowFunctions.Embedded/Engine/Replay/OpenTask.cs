using FlowFunctions.Embedded.Engine.History;

namespace FlowFunctions.Embedded.Engine.Replay;

/// <summary>A durable task that has not ended.</summary>
/// <param name="Action">What was asked for.</param>
/// <param name="Source">
/// What the orchestrator awaits. Its continuations run at once, within the turn: asynchronous ones would leave it.
/// </param>
internal sealed record OpenTask(OrchestratorAction Action, TaskCompletionSource<string?> Source);

/// <summary>Thrown by a durable task that failed, towards the call that retries or reports it.</summary>
internal sealed class DurableTaskFailure(int taskId, Failure failure) : Exception(failure.ErrorMessage)
{
    public int TaskId { get; } = taskId;

    public Failure Failure { get; } = failure;
}
