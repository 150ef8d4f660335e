using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace FlowFunctions.LocalHost.Http;

/// <summary>
/// The host's own answers, to what never reaches the application or gets no answer there, in the shape and with the headers of the application's errors. The
/// Functions host of Azure answers the same without a body.
/// </summary>
internal static class HostAnswer
{
    public const string ContentType = "application/json; charset=utf-8";

    private const int RetryAfterSeconds = 2;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What goes with every answer, beside its content's type and length.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Headers =>
    [
        new("Cache-Control", "no-store"),
        new("X-Content-Type-Options", "nosniff"),
    ];

    /// <summary>In UTF-8; its <c>traceId</c> is made up, for nothing traces what gets no further than here.</summary>
    public static byte[] Body(int code, string message) => JsonSerializer.SerializeToUtf8Bytes(
        new { code, message, status = new { code, message }, errors = Array.Empty<object>(), traceId = ActivityTraceId.CreateRandom().ToHexString() },
        Format);

    /// <summary>What is wrong with a request that the web server takes for none, by the status that it has for that.</summary>
    public static string MessageOf(int code) => code switch
    {
        StatusCodes.Status400BadRequest => "The request is no HTTP as it should be.",
        StatusCodes.Status408RequestTimeout => "The request did not arrive in time.",
        StatusCodes.Status413PayloadTooLarge => "The body is too large.",
        StatusCodes.Status414UriTooLong => "The address is too long.",
        StatusCodes.Status431RequestHeaderFieldsTooLarge => "The headers are too many or too long.",
        _ => $"{ReasonPhrases.GetReasonPhrase(code)}.".TrimStart('.'),
    };

    /// <summary>503 with <c>Retry-After</c>.</summary>
    public static Task UnavailableAsync(HttpContext http, string message)
    {
        http.Response.Clear();
        http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return SendAsync(http, StatusCodes.Status503ServiceUnavailable, message);
    }

    /// <summary>405 with <c>Allow</c>.</summary>
    /// <param name="http">The request.</param>
    /// <param name="allowed">At least one.</param>
    public static Task MethodNotAllowedAsync(HttpContext http, IReadOnlyCollection<string> allowed)
    {
        var methods = string.Join(", ", allowed);
        http.Response.Clear();
        http.Response.Headers.Allow = methods;
        return SendAsync(http, StatusCodes.Status405MethodNotAllowed, $"{http.Request.Method} is not allowed here; use {methods}.");
    }

    /// <summary>An error without headers of its own.</summary>
    public static Task WriteAsync(HttpContext http, int code, string message)
    {
        http.Response.Clear();
        return SendAsync(http, code, message);
    }

    private static async Task SendAsync(HttpContext http, int code, string message)
    {
        var response = http.Response;
        var body = Body(code, message);
        response.StatusCode = code;
        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await response.Body.WriteAsync(body, http.RequestAborted);
        }
    }
}
