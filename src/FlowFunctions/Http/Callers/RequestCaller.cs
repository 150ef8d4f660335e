using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Http;

internal static class RequestCaller
{
    private const string Item = "FlowFunctions.Caller";

    /// <summary>Who makes the request. Set for every function but those that need no key.</summary>
    /// <exception cref="InvalidOperationException">The function needs no key, so nobody is known.</exception>
    public static Caller Caller(this HttpRequest request) =>
        request.HttpContext.Items[Item] as Caller ?? throw new InvalidOperationException("The request was not authenticated.");

    public static void SetCaller(this HttpContext http, Caller caller) => http.Items[Item] = caller;
}
