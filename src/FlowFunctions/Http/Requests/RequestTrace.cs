using System.Diagnostics;
using FlowFunctions.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FlowFunctions.Http;

/// <summary>Under which id a request is found in logs and traces.</summary>
internal static class RequestTrace
{
    private const string TraceItem = "FlowFunctions.TraceId";
    private const string ParentItem = "FlowFunctions.TraceParent";

    /// <summary>The W3C trace id, 32 hex digits; one that is made up for the request where nothing traces.</summary>
    public static string TraceId(this HttpContext http)
    {
        if (http.Items[TraceItem] is not string traceId)
        {
            traceId = (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();
            http.Items[TraceItem] = traceId;
        }

        return traceId;
    }

    /// <summary>The request's own span, as W3C <c>traceparent</c>; null where nothing traces.</summary>
    public static string? TraceParent(this HttpContext http) =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } current && current.TraceId.ToHexString() == http.TraceId()
            ? current.Id
            : http.Items[ParentItem] as string;

    /// <summary>
    /// Takes the span that is exported for the request: in Azure the function's invocation, of which the Functions host tells; elsewhere the web server's.
    /// </summary>
    public static void SetTraceParent(this HttpContext http, string? invocation)
    {
        var traceParent = ProductVersion.Current.IsLocal && http.Features.Get<IHttpActivityFeature>()?.Activity.Id is { } request ? request : invocation;
        if (ActivityContext.TryParse(traceParent, traceState: null, out var span))
        {
            http.Items[TraceItem] = span.TraceId.ToHexString();
            http.Items[ParentItem] = traceParent;
        }
    }
}
