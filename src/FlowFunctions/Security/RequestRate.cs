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

    /// <summary>Of codes that open nothing, from one address within a minute.</summary>
    public const int CodesPerMinute = 20;

    private readonly PartitionedRateLimiter<string> _buckets;
    private readonly PartitionedRateLimiter<string> _codes =
        Buckets(new() { TokenLimit = CodesPerMinute, TokensPerPeriod = CodesPerMinute, ReplenishmentPeriod = TimeSpan.FromMinutes(1), QueueLimit = 0 });

    public RequestRate(IOptions<SecurityOptions> options)
    {
        var limit = options.Value.RateLimit;
        _buckets = Buckets(new() { TokenLimit = limit.Burst, TokensPerPeriod = limit.Tokens, ReplenishmentPeriod = limit.Period, QueueLimit = 0 });
    }

    /// <summary>A bucket's name must not keep the key itself in memory.</summary>
    public TimeSpan? TakeForKey(string key) => Take("key:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));

    public TimeSpan? TakeForUser(string name) => Take("user:" + name);

    /// <summary>For a request without a valid key. Behind a proxy all of them share the proxy's address; valid keys do not count there.</summary>
    public TimeSpan? TakeForStranger(string address) => Take("address:" + address);

    /// <summary>For a code that has opened nothing. One that does takes none: nobody guesses it, and whoever tries must not keep others behind the same proxy from signing in.</summary>
    public TimeSpan? TakeForCode(string address) => Take(_codes, address);

    public void Dispose()
    {
        _buckets.Dispose();
        _codes.Dispose();
    }

    /// <summary>Null where the request may go on; otherwise how long to wait, at least a second because that is what Retry-After counts in.</summary>
    private TimeSpan? Take(string owner) => Take(_buckets, owner);

    private static PartitionedRateLimiter<string> Buckets(TokenBucketRateLimiterOptions bucket) =>
        PartitionedRateLimiter.Create<string, string>(owner => RateLimitPartition.GetTokenBucketLimiter(owner, _ => bucket), StringComparer.Ordinal);

    private static TimeSpan? Take(PartitionedRateLimiter<string> buckets, string owner)
    {
        using var lease = buckets.AttemptAcquire(owner);
        if (lease.IsAcquired)
        {
            return null;
        }

        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > ShortestWait ? wait : ShortestWait;
    }
}
