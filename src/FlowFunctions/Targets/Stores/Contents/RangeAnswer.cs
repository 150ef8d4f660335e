using System.Globalization;
using System.Net.Http.Headers;

namespace FlowFunctions.Targets.Stores;

/// <summary>
/// Whether an answer is the part of a file that was asked for (RFC 9110, 13.1.1, 14.2 and 14.4). A server or a proxy may leave <c>Range</c> and <c>If-Match</c> out of account, and the bytes of
/// another part, or of another version, look like any others.
/// </summary>
internal static class RangeAnswer
{
    /// <summary>Null where the answer is what was asked for, is no success, or no part was asked for.</summary>
    /// <param name="range">Of the request's header, <c>bytes=0-9</c>; null where it has none.</param>
    /// <param name="ifMatch">Of the request's header; null where any version will do.</param>
    /// <param name="status">Of the answer.</param>
    /// <param name="contentRange">Of the answer's header, <c>bytes 0-9/100</c>; null where it has none.</param>
    /// <param name="contentLength">Of the answer; null where it does not say.</param>
    /// <param name="etag">Of the answer; null where it has none.</param>
    public static WrongRangeException? FindFault(string? range, string? ifMatch, int status, string? contentRange, long? contentLength, string? etag)
    {
        if (status is < 200 or > 299
            || !RangeHeaderValue.TryParse(range, out var ranges)
            || ranges.Ranges is not { Count: 1 } parts
            || parts.Single() is not { From: { } from, To: { } to })
        {
            return null;
        }

        if (ifMatch is not null && !IsSame(ifMatch, etag))
        {
            return etag is null ? new(RangeFault.NoFile, "it has no ETag") : new(RangeFault.OtherVersion, "it is of another version");
        }

        if (status != 206)
        {
            // All of it is what was asked for where the part is the whole.
            return from == 0 && contentLength == to + 1
                ? null
                : new(RangeFault.Whole, string.Create(CultureInfo.InvariantCulture, $"it has status {status} in place of 206"));
        }

        return ContentRangeHeaderValue.TryParse(contentRange, out var given) && given.From == from && given.To == to
            ? null
            : new(RangeFault.NoFile, "its Content-Range is another one, or none");
    }

    /// <summary>A gateway may make a weak one of what it passes on.</summary>
    private static bool IsSame(string asked, string? given) => given is not null && Opaque(asked) == Opaque(given);

    private static string Opaque(string etag) => (etag.StartsWith("W/", StringComparison.Ordinal) ? etag[2..] : etag).Trim('"');
}
