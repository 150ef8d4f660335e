using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Http;

/// <summary>
/// Signing in without showing a key: whoever has one asks for a code, gives that to a browser, and the browser opens a session with it. A code is of a key; a session makes none, or it would
/// never end.
/// </summary>
public sealed partial class Sessions
{
    private readonly KeyRing _keys;
    private readonly SessionStore _store;
    private readonly ILogger<Sessions> _logger;

    internal Sessions(KeyRing keys, SessionStore store, ILogger<Sessions> logger) => (_keys, _store, _logger) = (keys, store, logger);

    internal async Task<SignInCodeResource> MakeCodeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Caller().SignIn != SignIn.Key || Credential.Of(request) is not { } key || _keys.IdOf(key) is not { } keyId)
        {
            throw ApiError.Forbidden("A code is made with a key alone: who has signed in otherwise needs none.");
        }

        return await _store.AddCodeAsync(keyId, cancellationToken) is var (code, expiresAt) ? new(code, expiresAt) : throw ApiError.Unauthorized();
    }

    /// <exception cref="ApiException">404: the code opens nothing. Why is not said.</exception>
    internal async Task<SessionResource> OpenAsync(string code, CancellationToken cancellationToken)
    {
        if (await _store.OpenAsync(code, cancellationToken) is not var (token, caller))
        {
            throw ApiError.NotFound("The code opens no session: it was used, has expired, or never was one. Ask for another.");
        }

        LogOpened(caller.Name, caller.ExpiresAt);
        return new(token, caller.Name, caller.Role, caller.ExpiresAt!.Value);
    }

    /// <exception cref="ApiException">404: the caller has no session, but a key or the platform's word.</exception>
    internal async Task EndAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Caller().SignIn != SignIn.Session)
        {
            throw ApiError.NotFound("There is no session to end: this call comes with a key, or by the platform's sign-in.");
        }

        await _store.EndAsync(Credential.Of(request)!, cancellationToken);
    }

    [LoggerMessage(1012, LogLevel.Information, "A session of {Name} is opened with a code; it ends at {ExpiresAt:u}.")]
    private partial void LogOpened(string name, DateTimeOffset? expiresAt);
}
