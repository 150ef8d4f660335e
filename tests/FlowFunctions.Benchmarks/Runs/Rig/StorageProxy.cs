using System.Collections.Concurrent;
using System.Net;
using FlowFunctions.LocalHost.Emulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace FlowFunctions.Benchmarks.Runs;

/// <summary>Stands before the emulator and counts what passes. A request's signature does not cover the port, so it stays valid.</summary>
internal sealed class StorageProxy : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly IReadOnlyList<(string Service, int Port)> _behind;
    private ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    private StorageProxy(AzuriteEndpoints storage)
    {
        _behind = storage.Services;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrel(kestrel =>
        {
            foreach (var _ in _behind)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
        });
        builder.Services.AddHttpForwarder();
        _server = builder.Build();
        _server.Run(ForwardAsync);
    }

    /// <summary>Where a host finds the emulator through this.</summary>
    public AzuriteEndpoints Endpoints => new(PortAt(0), PortAt(1), PortAt(2));

    public static async Task<StorageProxy> StartAsync(AzuriteEndpoints storage, CancellationToken cancellationToken)
    {
        var proxy = new StorageProxy(storage);
        await proxy._server.StartAsync(cancellationToken);
        return proxy;
    }

    /// <summary>The requests of each kind since this was last asked.</summary>
    public IReadOnlyDictionary<string, int> TakeCounts() => Interlocked.Exchange(ref _counts, new(StringComparer.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    private async Task ForwardAsync(HttpContext http)
    {
        var (service, port) = _behind.Where((_, place) => PortAt(place) == http.Connection.LocalPort).Single();
        await http.RequestServices.GetRequiredService<IHttpForwarder>().SendAsync(http, $"http://{AzuriteEndpoints.Host}:{port}", _client);
        _counts.AddOrUpdate(StorageRequest.KindOf(service, http.Request, http.Response.StatusCode), 1, static (_, count) => count + 1);
    }

    private int PortAt(int place) => new Uri(_server.Urls.ElementAt(place)).Port;
}
