namespace FlowFunctions.Embedded.Hosting.Http;

/// <summary>What an HTTP function's invocation carries beside the others'.</summary>
internal static class HttpInvocation
{
    /// <summary>The key in FunctionContext.Items; the same as in the ASP.NET Core integration of the Functions worker, where applications read it too.</summary>
    public const string HttpContextKey = "HttpRequestContext";
}
