using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Security;

/// <summary>
/// Counts the requests of each key, of each caller who has signed in, and of each address that calls without a valid key. Thread-safe. A bucket that is full again
/// is forgotten, so the memory it takes follows the callers of the last minutes.
/// </summary>
internal sealed class RequestRate : IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<string> _buckets;

    public RequestRate(IOptions<SecurityOptions> options)
    {
        var limit = options.Value.RateLimit;
        var bucket = new TokenBucketRateLimiterOptions { TokenLimit = limit.Burst, TokensPerPeriod = limit.Tokens, ReplenishmentPeriod = limit.Period, QueueLimit = 0 };
        _buckets = PartitionedRateLimiter.Create<string, string>(owner => RateLimitPartition.GetTokenBucketLimiter(owner, _ => bucket), StringComparer.Ordinal);
    }

    /// <summary>A bucket's name must not keep the key itself in memory.</summary>
    public TimeSpan? TakeForKey(string key) => Take("key:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));

    public TimeSpan? TakeForUser(string name) => Take("user:" + name);

    /// <summary>For a request without a valid key. Behind a proxy all of them share the proxy's address; valid keys do not count there.</summary>
    public TimeSpan? TakeForStranger(string address) => Take("address:" + address);

    public void Dispose() => _buckets.Dispose();

    /// <summary>Null where the request may go on; otherwise how long to wait, at least a second because that is what Retry-After counts in.</summary>
    private TimeSpan? Take(string owner)
    {
        using var lease = _buckets.AttemptAcquire(owner);
        if (lease.IsAcquired)
        {
            return null;
        }

        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > ShortestWait ? wait : ShortestWait;
    }
}
