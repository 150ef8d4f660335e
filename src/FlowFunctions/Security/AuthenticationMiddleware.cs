using FlowFunctions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FlowFunctions.Security;

/// <summary>Finds out who calls, and lets through what their role allows.</summary>
internal sealed class AuthenticationMiddleware(KeyRing keys) : IFunctionsWorkerMiddleware
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
        var isKnown = EndpointRoles.All.TryGetValue(function, out var role);
        if (isKnown && role is null)
        {
            return null;
        }

        if (Credential.Of(http.Request) is not { } key || keys.Find(key) is not { } caller)
        {
            return ApiError.Unauthorized();
        }

        http.SetCaller(caller);
        return isKnown && caller.Role >= role
            ? null
            : ApiError.Forbidden($"The role {Spell(caller.Role)} of '{caller.Name}' does not allow this{(role is { } needed ? $"; it takes {Spell(needed)}" : "")}.");
    }

    private static string Spell(Role role) => role.ToString().ToLowerInvariant();
}
