using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Invocation;

namespace FlowFunctions.Tests.Api;

/// <summary>Ends the application's pipeline in place of the worker's executor, whose arguments come over gRPC.</summary>
internal sealed class FunctionBody(HostedFunction function, HttpContext http, RouteValueDictionary values, object durableClient) : IFunctionExecutor
{
    public async ValueTask ExecuteAsync(FunctionContext context) =>
        context.GetInvocationResult().Value = await function.CallAsync(context, http, values, durableClient);
}
