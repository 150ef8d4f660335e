using AnaplanSimulator.Authentication;
using AnaplanSimulator.Faults;
using AnaplanSimulator.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AnaplanSimulator.Traffic;

/// <summary>Notes every request when it is answered, before the client can know that it is.</summary>
internal static class RequestLogMiddleware
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next, TimeProvider time, ILogger log)
    {
        var call = Call.Of(context);
        var user = AuthenticationRoutes.Found(call)?.User;
        var at = time.GetUtcNow();
        var since = time.GetTimestamp();
        var noted = 0;
        context.Response.OnStarting(() =>
        {
            Note();
            return Task.CompletedTask;
        });
        try
        {
            await next(context);
        }
        catch (Exception fault) when (context.RequestAborted.IsCancellationRequested || fault is IOException)
        {
            // The client has gone, or a fault has sent it away.
        }
        finally
        {
            Note();
        }

        void Note()
        {
            if (Interlocked.Exchange(ref noted, 1) == 1)
                return;
            var fault = (context.Items[typeof(Fault)] as Fault)?.Requests;
            call.World.Requests.Add(new LoggedRequest(0, at, user, context.Request.Method, context.Request.Path, context.Response.StatusCode, time.GetElapsedTime(since), fault));
            Logs.Answered(log, context.Request.Method, context.Request.Path, context.Response.StatusCode, fault is null ? "" : $" (fault {fault})");
        }
    }
}
