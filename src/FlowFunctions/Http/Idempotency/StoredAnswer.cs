using System.Text;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Http;

/// <summary>An answer that was given before, to be given again byte for byte; the header <c>Idempotency-Replayed</c> says so.</summary>
internal sealed record StoredAnswer(int StatusCode, IReadOnlyDictionary<string, string> Headers, string Body) : IResult
{
    public static StoredAnswer Of(ApiResult result, HttpRequest request) =>
        new(
            result.StatusCode,
            new Dictionary<string, string>(result.Headers, StringComparer.OrdinalIgnoreCase),
            Encoding.UTF8.GetString(result.ToBody(request).Span));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = Encoding.UTF8.GetBytes(Body);
        var response = httpContext.Response;
        response.StatusCode = StatusCode;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        response.Headers[IdempotencyMiddleware.ReplayedHeaderName] = "true";
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}
