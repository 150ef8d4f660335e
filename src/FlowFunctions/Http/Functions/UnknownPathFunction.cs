using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Http;

/// <summary>Answers what no other function takes, in the contract's form.</summary>
public static class UnknownPathFunction
{
    /// <summary>The Functions host tries its functions in the order of their names and takes the first whose route matches: this one must be last.</summary>
    public const string Name = "ZzUnknownPath";

    [Function(Name)]
    [Takes(Role.Viewer)]
    public static IResult Answer([HttpTrigger(AuthorizationLevel.Anonymous, Route = "2/0/{*path}")] HttpRequest request)
    {
        var allowed = HttpFunctions.MethodsAt(request.HttpContext);
        throw allowed.Count == 0
            ? ApiError.NotFound($"There is nothing at {request.Path}.")
            : ApiError.MethodNotAllowed(request.Method, allowed);
    }
}
