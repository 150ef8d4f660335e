using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AnaplanSimulator.Authentication;

/// <summary>The tokens that were handed out.</summary>
internal sealed class TokenStore(Func<TimeSpan> lifetime, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, AccessToken> _tokens = new(StringComparer.Ordinal);

    public AccessToken Issue(string user)
    {
        var token = new AccessToken(
            user,
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)),
            Guid.CreateVersion7(time.GetUtcNow()).ToString(),
            Guid.CreateVersion7(time.GetUtcNow()).ToString(),
            time.GetUtcNow() + lifetime());
        _tokens[token.Value] = token;
        return token;
    }

    /// <summary>Null where the token is unknown or its time is over.</summary>
    public AccessToken? Find(string value)
    {
        if (!_tokens.TryGetValue(value, out var token))
            return null;
        if (token.ExpiresAt > time.GetUtcNow())
            return token;
        _tokens.TryRemove(value, out _);
        return null;
    }

    public void Forget(string value) => _tokens.TryRemove(value, out _);

    /// <summary>From now on every token that was handed out before is unknown.</summary>
    public void ExpireAll() => _tokens.Clear();
}
