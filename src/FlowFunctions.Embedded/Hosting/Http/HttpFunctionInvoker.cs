using FlowFunctions.Embedded.Hosting.Durable;
using FlowFunctions.Embedded.Hosting.Functions;
using FlowFunctions.Embedded.Hosting.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Embedded.Hosting.Http;

/// <summary>Calls an HTTP function for a request.</summary>
internal sealed partial class HttpFunctionInvoker(FunctionExecutor executor, DurableClientSources clients, ILogger<HttpFunctionInvoker> logger)
{
    public async Task InvokeAsync(DiscoveredFunction function, HttpContext http)
    {
        var input = new InvocationInput(clients.For(function), BindingData(http.Request))
        {
            Services = http.RequestServices,
            Items = new Dictionary<object, object> { [HttpInvocation.HttpContextKey] = http },
        };
        try
        {
            await executor.ExecuteAsync(function, input, http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone, or the host's time to drain is over: nobody reads an answer.
            CallerGone(function.Name);
        }
        catch (Exception fault)
        {
            Failed(fault, function.Name);
            if (http.Response.HasStarted)
            {
                // Half an answer must not look like a whole one.
                http.Abort();
            }
            else
            {
                http.Response.Clear();
                http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            }
        }
    }

    // Route values over query values, as the Functions host hands them to a worker.
    private static Dictionary<string, object?> BindingData(HttpRequest request)
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in request.Query)
        {
            values[name] = value.ToString();
        }

        foreach (var (name, value) in request.RouteValues)
        {
            values[name] = value;
        }

        return values;
    }

    [LoggerMessage(1102, LogLevel.Error, "HTTP function {Function} failed")]
    private partial void Failed(Exception fault, string function);

    [LoggerMessage(1103, LogLevel.Debug, "The caller of HTTP function {Function} has gone")]
    private partial void CallerGone(string function);
}
