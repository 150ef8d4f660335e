namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>Runs around every invocation, of any trigger. One instance serves all invocations.</summary>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Calls <paramref name="next"/> to go on; not calling it leaves the function out.</summary>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
