using Azure.Core;

namespace FlowFunctions.Storage;

/// <summary>
/// An identity whose tokens nobody's request waits for longer than for storage (<see cref="StoragePatience"/>). Client libraries ask for a token before the policies that could limit it, and the
/// sources of one are tried one after the other, each with its own time-outs. Whoever asks for the same token meanwhile waits for the same request, which goes on where one of them has no patience
/// any more, or goes away: a token that takes longer than any of them waits is there for the next. Thread-safe.
/// </summary>
internal sealed class PatientIdentity(TokenCredential identity) : TokenCredential
{
    /// <summary>Of one request. Longer than all sources of the library take with all their tries; what is not there by then hangs, and is asked for anew.</summary>
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<AccessToken>> _underWay = new(StringComparer.Ordinal);

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => identity.GetToken(requestContext, cancellationToken);

    /// <inheritdoc />
    /// <exception cref="StorageSilentException">The time is over, of the caller or of the request.</exception>
    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(StoragePatience.LimitAsync(token => Shared(requestContext).WaitAsync(token), cancellationToken));

    private Task<AccessToken> Shared(TokenRequestContext context)
    {
        var key = string.Join('\n', [.. context.Scopes, context.TenantId, context.Claims, context.IsCaeEnabled ? "cae" : ""]);
        lock (_lock)
        {
            if (!_underWay.TryGetValue(key, out var request))
            {
                // It is nobody's own: neither the patience nor the trace of the first who asks is its.
                using (ExecutionContext.SuppressFlow())
                {
                    _underWay[key] = request = Task.Run(() => RequestAsync(key, context));
                }
            }

            return request;
        }
    }

    private async Task<AccessToken> RequestAsync(string key, TokenRequestContext context)
    {
        using var limit = new CancellationTokenSource(LongestRequest);
        try
        {
            // A source that does not heed its token is left alone with it.
            return await identity.GetTokenAsync(context, limit.Token).AsTask().WaitAsync(limit.Token);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
        {
            throw new StorageSilentException(exception);
        }
        finally
        {
            lock (_lock)
            {
                _underWay.Remove(key);
            }
        }
    }
}
