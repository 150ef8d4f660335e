using FlowFunctions.Embedded.Engine.History;
using FlowFunctions.Embedded.Engine.Replay;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Engine.Instances;

/// <summary>How an execution's end is put on record, and told to its parent.</summary>
internal static class InstanceEnd
{
    /// <exception cref="InvalidOperationException">The execution has not ended, or continues as new.</exception>
    public static EndedRecord Of(OrchestrationExecution execution, DateTime now)
    {
        var (status, output, failure) = execution.Outcome switch
        {
            ExecutionCompleted completed => (OrchestrationRuntimeStatus.Completed, completed.Output, null),
            ExecutionFailed failed => (OrchestrationRuntimeStatus.Failed, null, failed.Failure),
            ExecutionEndedByClient terminated => (OrchestrationRuntimeStatus.Terminated, terminated.Output, (Failure?)null),
            _ => throw new InvalidOperationException($"An instance cannot end as {execution.Outcome}."),
        };
        var record = execution.Record;
        return new EndedRecord(
            record.InstanceId, record.Execution, record.Name, record.Version, status, record.Input, output, execution.CustomStatus, failure, record.Tags,
            record.CreatedAt, now, record.Parent);
    }

    /// <summary>The event by which the parent that called it as <paramref name="taskId"/> learns of it.</summary>
    public static HistoryEvent ToParent(EndedRecord child, int taskId) => child.Status switch
    {
        OrchestrationRuntimeStatus.Completed => new ChildCompleted(taskId, child.InstanceId, child.Output),
        _ => new ChildFailed(
            taskId,
            child.InstanceId,
            child.Failure ?? new Failure("Terminated", $"The sub-orchestration '{child.InstanceId}' was terminated.", null, null)),
    };
}
