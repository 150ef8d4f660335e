using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FlowFunctions.Http;

/// <summary>Finds out who calls, and lets through what their role and their rate allow.</summary>
internal sealed class AuthenticationMiddleware(KeyRing keys, EntraIdCallers signedIn, RequestRate rate) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext()!;
        if (Refuse(context.FunctionDefinition.Name, http) is { } refusal)
        {
            context.GetInvocationResult().Value = refusal;
            return;
        }

        await next(context);
    }

    private ApiResult? Refuse(string function, HttpContext http)
    {
        var called = HttpFunctions.All.GetValueOrDefault(function);
        if (called is { IsOpen: true })
        {
            return null;
        }

        // The platform's word goes first: with it comes an Authorization header that holds its token, not a key.
        var (name, own, wait) = signedIn.Find(http.Request) is var (user, granted)
            ? (user, granted, rate.TakeForUser(user))
            : FindByKey(http.Request);
        if (wait is { } pause)
        {
            return ApiError.TooManyRequests(pause);
        }

        if (name is null)
        {
            return ApiError.Unauthorized();
        }

        if (own is not { } held)
        {
            return ApiError.Forbidden($"'{name}' has signed in, but has no role of this app.");
        }

        http.SetCaller(new(name, held));
        var role = called?.Role;
        return held >= role
            ? null
            : ApiError.Forbidden($"The role {Spell(held)} of '{name}' does not allow this{(role is { } needed ? $"; it takes {Spell(needed)}" : "")}.");
    }

    private (string? Name, Role? Role, TimeSpan? Wait) FindByKey(HttpRequest request) =>
        Credential.Of(request) is { } key && keys.Find(key) is { } owner
            ? (owner.Name, owner.Role, rate.TakeForKey(key))
            : (null, null, rate.TakeForStranger(request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? ""));

    private static string Spell(Role role) => role.ToString().ToLowerInvariant();
}
