using System.Net.Http.Headers;

namespace FlowFunctions.Outgoing;

internal static class RetryAfterHeader
{
    /// <summary>From <paramref name="now"/> to the moment that the answer asks for, in seconds or as a date (RFC 9110, 10.2.3); never negative. Null where it does not ask.</summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var after = headers.RetryAfter?.Delta ?? headers.RetryAfter?.Date - now;
        return after < TimeSpan.Zero ? TimeSpan.Zero : after;
    }
}
