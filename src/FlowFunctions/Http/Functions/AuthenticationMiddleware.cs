using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Http;

/// <summary>Finds out who calls, and lets through what their role and their rate allow.</summary>
internal sealed partial class AuthenticationMiddleware(
    KeyRing keys, EntraIdCallers signedIn, SessionStore sessions, StorageStart storage, RequestRate rate, ILogger<AuthenticationMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext()!;
        var called = HttpFunctions.All.GetValueOrDefault(context.FunctionDefinition.Name);
        if (called is { IsOpen: true, TakesCode: true })
        {
            await TryAsync(() => next(context), http.Request);
            return;
        }

        if (called is not { IsOpen: true })
        {
            http.SetCaller(await AdmitAsync(http.Request, called?.Role, context.CancellationToken));
        }

        await next(context);
    }

    /// <summary>What opens nothing counts, and that alone.</summary>
    private async Task TryAsync(Func<Task> call, HttpRequest request)
    {
        try
        {
            await call();
        }
        catch (ApiException refusal) when (refusal.Answer.StatusCode < StatusCodes.Status500InternalServerError)
        {
            Slow(rate.TakeForCode(AddressOf(request)));
            LogRefused(refusal.Answer.StatusCode);
            throw;
        }
    }

    /// <param name="request">Has the caller's credential.</param>
    /// <param name="role">The least that may call; null where nobody may.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ApiException">401, 403, 429, or 503 where a session cannot be looked up.</exception>
    private async Task<Caller> AdmitAsync(HttpRequest request, Role? role, CancellationToken cancellationToken)
    {
        // The platform's word goes first: with it comes an Authorization header that holds its token, not a key.
        var caller = FindBySignIn(request) ?? FindByKey(request) ?? await FindBySessionAsync(request, cancellationToken) ?? throw ApiError.Unauthorized();
        return caller.Role >= role
            ? caller
            : throw ApiError.Forbidden($"The role {Spell(caller.Role)} of '{caller.Name}' does not allow this{(role is { } needed ? $"; it takes {Spell(needed)}" : "")}.");
    }

    private Caller? FindBySignIn(HttpRequest request)
    {
        if (signedIn.Find(request.Headers[PlatformPrincipal.HeaderName].ToString()) is not var (name, role))
        {
            return null;
        }

        Slow(rate.TakeForUser(name));
        return role is { } held
            ? new(name, held) { SignIn = SignIn.EntraId }
            : throw ApiError.Forbidden($"'{name}' has signed in, but has no role of this app.");
    }

    private Caller? FindByKey(HttpRequest request)
    {
        if (Credential.Of(request) is not { } key || keys.Find(key) is not { } owner)
        {
            return null;
        }

        Slow(rate.TakeForKey(key));
        return owner;
    }

    /// <summary>
    /// What is none costs storage nothing, and its address a request. What was one once is looked up as often as a key may ask: strangers behind the same proxy take nothing from it.
    /// </summary>
    private async Task<Caller?> FindBySessionAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (Credential.Of(request) is not { } token || !sessions.IsToken(token))
        {
            Slow(rate.TakeForStranger(AddressOf(request)));
            return null;
        }

        Slow(rate.TakeForKey(token));
        if (sessions.FindKnown(token) is { } known)
        {
            return known;
        }

        await storage.WaitAsync(cancellationToken);
        return await sessions.FindAsync(token, cancellationToken);
    }

    /// <summary>Behind a proxy all share the proxy's.</summary>
    private static string AddressOf(HttpRequest request) => request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "";

    private static void Slow(TimeSpan? wait)
    {
        if (wait is { } pause)
        {
            throw ApiError.TooManyRequests(pause);
        }
    }

    private static string Spell(Role role) => role.ToString().ToLowerInvariant();

    [LoggerMessage(1013, LogLevel.Warning, "A try to open a session with a code was refused with {Status}.")]
    private partial void LogRefused(int status);
}
