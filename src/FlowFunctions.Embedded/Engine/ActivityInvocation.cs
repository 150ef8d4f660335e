namespace FlowFunctions.Embedded.Engine;

/// <param name="Name">The activity's name, as the orchestrator wrote it.</param>
/// <param name="InstanceId">The instance that called it.</param>
/// <param name="TaskId">The number of the call within its orchestration.</param>
/// <param name="SerializedInput">The input, by the engine's <see cref="DurableTaskEngineOptions.DataConverter"/>; null for none.</param>
internal sealed record ActivityInvocation(string Name, string InstanceId, int TaskId, string? SerializedInput);
