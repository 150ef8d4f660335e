using FlowFunctions.LocalHost.Functions;
using FlowFunctions.LocalHost.Rpc;

namespace FlowFunctions.LocalHost.Workers;

/// <summary>A worker that is ready: connected, with all its functions loaded.</summary>
/// <param name="Run">Its run.</param>
/// <param name="Channel">Its stream.</param>
/// <param name="HttpAddress">Where it takes HTTP requests.</param>
/// <param name="Functions">By name, ignoring case.</param>
internal sealed record WorkerSession(IWorkerRun Run, WorkerChannel Channel, Uri HttpAddress, IReadOnlyDictionary<string, HostedFunction> Functions);
