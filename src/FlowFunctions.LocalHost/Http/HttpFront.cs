using System.Net;
using FlowFunctions.LocalHost.Functions;
using FlowFunctions.LocalHost.Rpc;
using FlowFunctions.LocalHost.Workers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace FlowFunctions.LocalHost.Http;

/// <summary>
/// Takes requests for HTTP functions: calls the function over the worker's stream and forwards the request itself to the worker, which brings the two
/// together by the invocation's id and writes the answer, as the Functions host does it for workers that serve HTTP themselves.
/// </summary>
internal sealed partial class HttpFront(WorkerSupervisor worker, FunctionInvoker invoker, StorageRoom room, IHttpForwarder forwarder, ILogger<HttpFront> logger) : IDisposable
{
    // Longer than Azure's load balancer waits (230 s): a caller's patience ends first.
    private static readonly ForwarderRequestConfig Patience = new() { ActivityTimeout = TimeSpan.FromMinutes(5) };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        // A request has one span, the application's web server's, right under the caller's.
        ActivityHeadersPropagator = null,
    });

    /// <summary>The endpoints of the routes. The first in order that matches is taken.</summary>
    public IReadOnlyList<Endpoint> Endpoints(IEnumerable<HttpRoute> routes) =>
        [.. routes.Select((route, order) => new RouteEndpointBuilder(http => ServeAsync(route.Function, http), route.Pattern, order) { DisplayName = route.Function }.Build())];

    public void Dispose() => _client.Dispose();

    private async Task ServeAsync(string name, HttpContext http)
    {
        if (room.Refuses(name, http.Request.Method))
        {
            await HostAnswer.UnavailableAsync(http, StorageRoom.Message);
            return;
        }

        if (worker.Current is not { } session || !session.Functions.TryGetValue(name, out var function))
        {
            await HostAnswer.UnavailableAsync(http, "The application is being started again.");
            return;
        }

        var id = Guid.CreateVersion7().ToString();
        var running = invoker.RunHttpAsync(session.Channel, function, id, http.Request.RouteValues, http.RequestAborted);
        var error = await forwarder.SendAsync(http, session.HttpAddress.ToString(), _client, Patience, new InvocationTransformer(id));
        try
        {
            await running;
        }
        catch (FunctionFailedException fault)
        {
            // The application answers its own failures; what comes here broke outside of it, and the caller has a 500 from the worker's web server.
            if (!http.RequestAborted.IsCancellationRequested)
            {
                Failed(fault, name);
            }
        }
        catch (WorkerProcessExitException)
        {
            error = ForwarderError.RequestCanceled;
        }

        if (error != ForwarderError.None && !http.RequestAborted.IsCancellationRequested)
        {
            await BrokenAsync(name, http, session);
        }
    }

    private async Task BrokenAsync(string name, HttpContext http, WorkerSession session)
    {
        if (http.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            http.Abort();
        }
        else if (CallersFault(http) is { } fault)
        {
            // That the request is none, or too large, shows when its body is read, which is here.
            await HostAnswer.WriteAsync(http, fault.StatusCode, HostAnswer.MessageOf(fault.StatusCode));
        }
        else if (worker.Current != session)
        {
            await HostAnswer.UnavailableAsync(http, "The application ended before it had answered, and is being started again.");
        }
        else
        {
            NoAnswer(name);
            await HostAnswer.WriteAsync(http, StatusCodes.Status500InternalServerError, "The application gave no answer. The log has what is known of it.");
        }
    }

    private static BadHttpRequestException? CallersFault(HttpContext http) => http.GetForwarderErrorFeature()?.Exception switch
    {
        BadHttpRequestException fault => fault,
        AggregateException several => several.Flatten().InnerExceptions.OfType<BadHttpRequestException>().FirstOrDefault(),
        _ => null,
    };

    [LoggerMessage(1102, LogLevel.Error, "The HTTP function {Function} failed outside of the application")]
    private partial void Failed(Exception fault, string function);

    [LoggerMessage(1103, LogLevel.Error, "The HTTP function {Function} gave no answer")]
    private partial void NoAnswer(string function);
}
