using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.LocalHost.Http;

/// <summary>The host's own answer where the application cannot give one, in the shape of the application's errors.</summary>
internal static class Unavailable
{
    private const int RetryAfterSeconds = 2;

    public static Task WriteAsync(HttpContext http, string message)
    {
        const int code = StatusCodes.Status503ServiceUnavailable;
        http.Response.Clear();
        http.Response.StatusCode = code;
        http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return http.Response.WriteAsJsonAsync(new { code, message, status = new { code, message }, errors = Array.Empty<object>() });
    }
}
