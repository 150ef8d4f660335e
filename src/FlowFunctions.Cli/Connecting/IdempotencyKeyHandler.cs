namespace FlowFunctions.Cli.Connecting;

/// <summary>Gives each POST a key of its own, which its retries keep: the server does it once, and gives the first answer again.</summary>
internal sealed class IdempotencyKeyHandler : DelegatingHandler
{
    public const string HeaderName = "Idempotency-Key";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Post && !request.Headers.Contains(HeaderName))
            request.Headers.Add(HeaderName, Guid.CreateVersion7().ToString("N"));
        return base.SendAsync(request, cancellationToken);
    }
}
