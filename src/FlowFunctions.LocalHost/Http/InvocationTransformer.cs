using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace FlowFunctions.LocalHost.Http;

/// <summary>Gives a forwarded request the id of its invocation, and says who the caller and the address were, whatever the caller says of that.</summary>
internal sealed class InvocationTransformer(string invocationId) : HttpTransformer
{
    // FunctionsHttpContextExtensions.cs of azure-functions-dotnet-worker.
    private const string InvocationHeader = "x-ms-invocation-id";

    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var request = httpContext.Request;
        Set(proxyRequest, InvocationHeader, invocationId);
        Set(proxyRequest, "X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString());
        Set(proxyRequest, "X-Forwarded-Host", request.Host.Value);
        Set(proxyRequest, "X-Forwarded-Proto", request.Scheme);
        proxyRequest.Headers.Remove("X-Forwarded-Prefix");
        proxyRequest.Headers.Host = null;
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var isBodyWanted = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        httpContext.Response.Headers.Remove("Server");
        return isBodyWanted;
    }

    private static void Set(HttpRequestMessage request, string name, string? value)
    {
        request.Headers.Remove(name);
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
