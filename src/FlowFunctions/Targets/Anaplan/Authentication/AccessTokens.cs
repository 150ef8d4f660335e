using FlowFunctions.Core.Runs;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>
/// The token that all steps of this process share. Thread-safe. Whoever needs a new one while another already asks for it waits for that one's answer, so that the service
/// is asked once; and a refusal is remembered for a while, so that a hundred steps with a wrong password do not lock the user.
/// </summary>
internal sealed class AccessTokens(AuthenticationService service, IOptions<AnaplanOptions> options, TimeProvider time)
{
    /// <summary>How long a refusal is given again without asking.</summary>
    public static readonly TimeSpan RefusalLifetime = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private AccessToken? _current;
    private Task<AccessToken>? _renewal;
    private AnaplanException? _refusal;
    private DateTimeOffset _refusedAt;

    /// <summary>A token that is good for now. It is refreshed before it expires.</summary>
    /// <exception cref="AnaplanException">Nobody is configured, the service refused, or it did not answer.</exception>
    public Task<AccessToken> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _current is { } token && time.GetUtcNow() < token.RefreshAt ? Task.FromResult(token) : RenewAsync(cancellationToken);
        }
    }

    /// <summary>A token in place of one that the service refused: the present one where that is another already, else a new one.</summary>
    /// <exception cref="AnaplanException">As from <see cref="GetAsync"/>.</exception>
    public Task<AccessToken> ReplaceAsync(AccessToken refused, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_current == refused)
            {
                _current = null;
            }

            return GetAsync(cancellationToken);
        }
    }

    private Task<AccessToken> RenewAsync(CancellationToken cancellationToken)
    {
        if (_refusal is { } refusal && time.GetUtcNow() - _refusedAt < RefusalLifetime)
        {
            // A new exception: one that is thrown twice at once mixes its traces.
            return Task.FromException<AccessToken>(new AnaplanException(refusal.ErrorCode, refusal.Message) { Status = refusal.Status });
        }

        // Not the caller's token: others wait for the answer too. It is bounded by its own time-outs.
        var last = _current;
        _renewal ??= Task.Run(() => RenewAsync(last), CancellationToken.None);
        return _renewal.WaitAsync(cancellationToken);
    }

    private async Task<AccessToken> RenewAsync(AccessToken? last)
    {
        try
        {
            if (!options.Value.HasCredentials)
            {
                throw new AnaplanException(
                    RunErrorCodes.ConnectionRefused,
                    $"No Anaplan user is configured: set {AnaplanOptions.Section}:UserName and :Password, or {AnaplanOptions.Section}:Certificate or :CertificatePath, and restart the application.");
            }

            var token = last is not null && time.GetUtcNow() < last.ExpiresAt ? await service.RefreshAsync(last, CancellationToken.None) : null;
            token ??= await service.AuthenticateAsync(CancellationToken.None);
            lock (_lock)
            {
                (_current, _refusal, _renewal) = (token, null, null);
            }

            return token;
        }
        catch (Exception exception)
        {
            lock (_lock)
            {
                _renewal = null;
                if (exception is AnaplanException { IsTransient: false } refusal)
                {
                    (_refusal, _refusedAt) = (refusal, time.GetUtcNow());
                }
            }

            throw;
        }
    }
}
