using FlowFunctions.Embedded.Hosting.Http;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>ASP.NET Core's side of an HTTP function's invocation.</summary>
public static class FunctionContextExtensions
{
    /// <summary>The request and response of an HTTP function; null in a function with another trigger.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context) =>
        context.Items.TryGetValue(HttpInvocation.HttpContextKey, out var item) ? item as HttpContext : null;
}
