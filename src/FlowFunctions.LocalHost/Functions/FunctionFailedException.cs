using FlowFunctions.LocalHost.Rpc;

namespace FlowFunctions.LocalHost.Functions;

/// <summary>
/// A function has failed in the worker. The message has the shape of the Functions host's own exception, in which the Durable Task extension finds the
/// type, the message and the stack of what the function threw (OutOfProcMiddleware.TryGetRpcExceptionFields of azure-functions-durable-extension).
/// </summary>
internal sealed class FunctionFailedException(StatusResult result)
    : Exception($"Result: {result.Status}\nException: {result.Exception?.Message}\nStack: {result.Exception?.StackTrace}");
