using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.Http;

/// <summary>In which encodings a client takes an answer's content (<c>Accept-Encoding</c>; RFC 9110, 12.5.3).</summary>
internal static class AcceptedEncodings
{
    /// <summary>Whether the request names the encoding, and not with a quality of 0. A header that cannot be read counts as left out.</summary>
    public static bool Takes(HttpRequest request, string encoding) =>
        StringWithQualityHeaderValue.TryParseList([.. request.Headers.AcceptEncoding.OfType<string>()], out var encodings)
        && encodings.Any(taken => taken.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && taken.Quality is null or > 0);
}
