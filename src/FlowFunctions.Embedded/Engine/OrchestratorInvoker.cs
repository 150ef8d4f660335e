using Microsoft.DurableTask;

namespace FlowFunctions.Embedded.Engine;

/// <summary>
/// Runs an orchestrator from its beginning and answers its output, which the engine serialises. The input is
/// <see cref="TaskOrchestrationContext.GetInput{T}"/>.
/// </summary>
/// <remarks>
/// It is called on the orchestration's own task scheduler, once for each time that an instance is brought into memory, and must stay on it: no
/// ConfigureAwait(false), no Task.Run, no await of anything but the context's tasks. The task that it answers may never end: an instance that is
/// terminated, or left behind by a stopping engine, is simply not continued.
/// </remarks>
internal delegate Task<object?> OrchestratorInvoker(TaskOrchestrationContext context);
