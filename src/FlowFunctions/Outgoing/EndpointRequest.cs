using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Outgoing;

/// <summary>One request to an endpoint; a GET is sent again where redirects on its host lead.</summary>
/// <param name="Endpoint">Whose headers go with it.</param>
/// <param name="Method">GET for what may be asked again.</param>
/// <param name="Address">Where it goes.</param>
/// <param name="Body">Null for a request without a body.</param>
/// <param name="IdempotencyKey">The step's operation id.</param>
/// <param name="Secret">Signs the request; null for an unsigned one.</param>
internal sealed record EndpointRequest(
    EndpointInput Endpoint, HttpMethod Method, Uri Address, ReadOnlyMemory<byte>? Body, string IdempotencyKey, string? Secret)
{
    public const string IdempotencyKeyHeader = "Idempotency-Key";

    /// <summary>Without the secrets that its address and its headers may hold.</summary>
    public override string ToString() => $"{Method} {Address.GetLeftPart(UriPartial.Authority)}";

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
}
