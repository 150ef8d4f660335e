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
        var called = HttpFunctions.All.GetValueOrDefault(context.FunctionDefinition.Name);
        if (called is not { IsOpen: true })
        {
            http.SetCaller(Admit(http.Request, called?.Role));
        }

        await next(context);
    }

    /// <param name="request">Has the caller's credential.</param>
    /// <param name="role">The least that may call; null where nobody may.</param>
    /// <exception cref="ApiException">401, 403 or 429.</exception>
    private Caller Admit(HttpRequest request, Role? role)
    {
        // The platform's word goes first: with it comes an Authorization header that holds its token, not a key.
        var (name, own, wait) = signedIn.Find(request) is var (user, granted)
            ? (user, granted, rate.TakeForUser(user))
            : FindByKey(request);
        if (wait is { } pause)
        {
            throw ApiError.TooManyRequests(pause);
        }

        if (name is null)
        {
            throw ApiError.Unauthorized();
        }

        if (own is not { } held)
        {
            throw ApiError.Forbidden($"'{name}' has signed in, but has no role of this app.");
        }

        return held >= role
            ? new(name, held)
            : throw ApiError.Forbidden($"The role {Spell(held)} of '{name}' does not allow this{(role is { } needed ? $"; it takes {Spell(needed)}" : "")}.");
    }

    private (string? Name, Role? Role, TimeSpan? Wait) FindByKey(HttpRequest request) =>
        Credential.Of(request) is { } key && keys.Find(key) is { } owner
            ? (owner.Name, owner.Role, rate.TakeForKey(key))
            : (null, null, rate.TakeForStranger(request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? ""));

    private static string Spell(Role role) => role.ToString().ToLowerInvariant();
}
