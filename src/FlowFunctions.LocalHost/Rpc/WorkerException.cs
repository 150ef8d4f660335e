namespace FlowFunctions.LocalHost.Rpc;

/// <summary>A worker that cannot be used. The message says why.</summary>
internal class WorkerException(string message, Exception? cause = null) : Exception(message, cause);
