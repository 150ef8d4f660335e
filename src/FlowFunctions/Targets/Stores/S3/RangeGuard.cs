namespace FlowFunctions.Targets.Stores.S3;

/// <summary>Ends a read whose answer is not the part that was asked for (<see cref="RangeAnswer"/>); the client library does not look.</summary>
internal sealed class RangeGuard(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var fault = request.Method == HttpMethod.Get
            ? RangeAnswer.FindFault(
                Of(request.Headers, "Range"),
                Of(request.Headers, "If-Match"),
                (int)response.StatusCode,
                Of(response.Content.Headers, "Content-Range"),
                response.Content.Headers.ContentLength,
                Of(response.Headers, "ETag"))
            : null;
        if (fault is null)
        {
            return response;
        }

        response.Dispose();
        throw fault;
    }

    private static string? Of(System.Net.Http.Headers.HttpHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
