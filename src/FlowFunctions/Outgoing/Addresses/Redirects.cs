using System.Net;

namespace FlowFunctions.Outgoing;

internal static class Redirects
{
    /// <summary>Whether an answer of this status is meant to send the caller elsewhere (RFC 9110, 15.4).</summary>
    public static bool Is(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;
}
