namespace FlowFunctions.LocalHost.Rpc;

/// <summary>
/// The worker ended while it was to run a function. The Durable Task extension knows this name, which is that of the Functions host's own exception, and
/// gives the message back instead of recording a failure (OutOfProcMiddleware.cs of azure-functions-durable-extension).
/// </summary>
internal sealed class WorkerProcessExitException() : WorkerException("The worker has ended.");
