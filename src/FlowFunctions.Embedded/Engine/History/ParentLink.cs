namespace FlowFunctions.Embedded.Engine.History;

/// <summary>The call that a sub-orchestration answers.</summary>
/// <param name="InstanceId">The calling instance.</param>
/// <param name="Execution">Its execution: an answer to an earlier execution of the instance is dropped.</param>
/// <param name="Name">The calling orchestrator.</param>
/// <param name="TaskId">The number of the call.</param>
internal sealed record ParentLink(string InstanceId, string Execution, string Name, int TaskId);
