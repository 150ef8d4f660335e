using System.Net;
using Amazon.Runtime;

namespace FlowFunctions.Targets.Stores.S3;

/// <summary>Gives the client library of every connection the same HTTP client, with the guard against redirects in it.</summary>
internal sealed class S3HttpClients(bool followsAmazon, TimeSpan connectTimeout, TimeSpan timeout) : HttpClientFactory, IDisposable
{
    private readonly HttpClient _client = new(new RedirectGuard(followsAmazon, new SocketsHttpHandler
    {
        // The library signs each request for the address it goes to.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        UseCookies = false,
    })) { Timeout = timeout };

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _client.Dispose();
}
