using System.Net;
using Amazon.Runtime;
using FlowFunctions.Outgoing;

namespace FlowFunctions.Targets.Stores.S3;

/// <summary>Gives the client library of every connection the same HTTP client, with the guards that know of regions and of ranges in it.</summary>
/// <param name="followsAmazon">As <see cref="RegionGuard"/> takes it.</param>
/// <param name="network">What requests go out by; <see cref="Network"/>, but in tests.</param>
/// <param name="timeout">Of a request to the beginning of its answer.</param>
internal sealed class S3HttpClients(bool followsAmazon, HttpMessageHandler network, TimeSpan timeout) : HttpClientFactory, IDisposable
{
    private readonly HttpClient _client = new(new RegionGuard(followsAmazon, new RangeGuard(new LostConnectionHandler(network)))) { Timeout = timeout };

    public static SocketsHttpHandler Network(TimeSpan connectTimeout) => new()
    {
        // The library signs each request for the address it goes to.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        UseCookies = false,
    };

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _client.Dispose();
}
