using System.Net;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>Tells faults apart by what they let one do.</summary>
internal static class ConnectionFaults
{
    /// <summary>Whether no byte of the request can have reached the service.</summary>
    public static bool IsBeforeSending(Exception exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    /// <summary>Whether an answer of this status may be another one later.</summary>
    public static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
            and not (HttpStatusCode.NotImplemented or HttpStatusCode.InsufficientStorage);
}
