using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Outgoing;

/// <summary>One request to an endpoint, to be sent as often as redirects on its host ask for.</summary>
/// <param name="Endpoint">Whose headers go with it.</param>
/// <param name="Method">Of the first request; a redirect may turn it into GET.</param>
/// <param name="Address">Of the first request.</param>
/// <param name="Body">Null for a request without a body.</param>
/// <param name="IdempotencyKey">The step's operation id.</param>
/// <param name="Secret">Signs the request; null for an unsigned one.</param>
internal sealed record EndpointRequest(
    EndpointInput Endpoint, HttpMethod Method, Uri Address, ReadOnlyMemory<byte>? Body, string IdempotencyKey, string? Secret)
{
    public const string IdempotencyKeyHeader = "Idempotency-Key";

    /// <summary>The message to send at <paramref name="now"/>, which the signature carries.</summary>
    public HttpRequestMessage ToMessage(DateTimeOffset now)
    {
        var message = new HttpRequestMessage(Method, Address);
        foreach (var (name, value) in Endpoint.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        message.Headers.Remove(IdempotencyKeyHeader);
        message.Headers.Add(IdempotencyKeyHeader, IdempotencyKey);
        if (Secret is not null)
        {
            message.Headers.Remove(RequestSignature.HeaderName);
            message.Headers.Add(RequestSignature.HeaderName, RequestSignature.Create(Secret, now, Body.GetValueOrDefault().Span));
        }

        if (Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new("application/json") { CharSet = "utf-8" } } };
        }

        return message;
    }

    /// <summary>The request that a redirect asks for: 307 and 308 repeat it, the older ones make it a GET (RFC 9110, 15.4).</summary>
    public EndpointRequest RedirectedTo(Uri address, int status) =>
        status is 307 or 308 || Method == HttpMethod.Get || Method == HttpMethod.Delete
            ? this with { Address = address }
            : this with { Address = address, Method = HttpMethod.Get, Body = null };
}
