namespace FlowFunctions.Tests.Api.OpenApi;

/// <summary>Sends requests over the network and holds every answer to the API's document.</summary>
internal sealed class CheckedHandler() : DelegatingHandler(new HttpClientHandler { AllowAutoRedirect = false })
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            await content.LoadIntoBufferAsync(cancellationToken);
        }

        var response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        await DocumentedApi.Current.CheckAsync(request, response);
        return response;
    }
}
