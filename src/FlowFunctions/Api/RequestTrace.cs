using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Api;

/// <summary>Under which id a request is found in logs and traces.</summary>
internal static class RequestTrace
{
    private const string Item = "FlowFunctions.TraceId";

    /// <summary>The W3C trace id, 32 hex digits; the server's own request id where nothing traces.</summary>
    public static string TraceId(this HttpContext http) =>
        http.Items[Item] as string ?? Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;

    /// <summary>Takes the trace of the function's invocation, which in the Functions host is another than the web server's.</summary>
    public static void SetTraceParent(this HttpContext http, string? traceParent)
    {
        if (ActivityContext.TryParse(traceParent, traceState: null, out var invocation))
        {
            http.Items[Item] = invocation.TraceId.ToHexString();
        }
    }
}
