using System.Globalization;

namespace FlowFunctions.Cli.Connecting;

/// <summary>Tells each request and its answer, for <c>--verbose</c>: never a key or a body, which may hold the credentials of a connection.</summary>
internal sealed class VerboseHandler(TimeProvider time, Action<string> say) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        var size = request.Content is { } content ? $", {content.Headers.ContentLength?.ToString(CultureInfo.InvariantCulture) ?? "?"} bytes" : "";
        var key = request.Headers.TryGetValues(IdempotencyKeyHandler.HeaderName, out var keys) ? $", idempotency key {string.Join(' ', keys)}" : "";
        var call = $"{request.Method} {request.RequestUri}{size}{key}";
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            var trace = response.Headers.TryGetValues("traceresponse", out var traces) ? $", trace {string.Join(' ', traces)}" : "";
            say(string.Create(
                CultureInfo.InvariantCulture,
                $"{call} -> {(int)response.StatusCode} {response.ReasonPhrase}, {response.Content.Headers.ContentLength?.ToString(CultureInfo.InvariantCulture) ?? "?"} bytes, {time.GetElapsedTime(since).TotalMilliseconds:0} ms{trace}"));
            return response;
        }
        catch (HttpRequestException problem)
        {
            say($"{call} -> {problem.Message}");
            throw;
        }
    }
}
