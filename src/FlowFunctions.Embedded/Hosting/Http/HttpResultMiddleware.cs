using FlowFunctions.Embedded.Hosting.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Embedded.Hosting.Http;

/// <summary>Writes what an HTTP function returned to the response, inside the middleware that was added before the integration.</summary>
internal sealed partial class HttpResultMiddleware(ILogger<HttpResultMiddleware> logger)
{
    public async Task InvokeAsync(FunctionContext context, HttpContext http, FunctionExecutionDelegate next)
    {
        await next(context);
        switch (FunctionResult.Of(context).Value)
        {
            case IActionResult action:
                await action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
                break;
            case IResult result:
                await result.ExecuteAsync(http);
                break;
            case null:
                break;
            case var other:
                NoHttpResult(context.FunctionDefinition.Name, other.GetType().FullName);
                break;
        }
    }

    [LoggerMessage(1101, LogLevel.Warning, "HTTP function {Function} returned a {Type}, which is neither IResult nor IActionResult: the response stays empty")]
    private partial void NoHttpResult(string function, string? type);
}
