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
    private ConcurrentDictionary<StorageRequest, int> _counts = new();
    private long _lastOfApplication;

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

    /// <summary>When the application's last request for a table was answered: a time stamp of <see cref="TimeProvider.System"/>.</summary>
    public long LastOfApplication => Volatile.Read(ref _lastOfApplication);

    /// <summary>The requests of each kind since this was last asked.</summary>
    public IReadOnlyDictionary<StorageRequest, int> TakeCounts() => Interlocked.Exchange(ref _counts, new());

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    private async Task ForwardAsync(HttpContext http)
    {
        var (service, port) = _behind.Where((_, place) => PortAt(place) == http.Connection.LocalPort).Single();
        var batchOf = http.Request.Path.Value!.EndsWith("$batch", StringComparison.Ordinal) ? await TableOfBatchAsync(http) : null;
        await http.RequestServices.GetRequiredService<IHttpForwarder>().SendAsync(http, $"http://{AzuriteEndpoints.Host}:{port}", _client);
        var request = StorageRequest.Of(service, http.Request, http.Response.StatusCode, batchOf);
        _counts.AddOrUpdate(request, 1, static (_, count) => count + 1);
        if (request is { Owner: RequestOwner.Application, Service: "table" })
        {
            Volatile.Write(ref _lastOfApplication, TimeProvider.System.GetTimestamp());
        }
    }

    private static async Task<string> TableOfBatchAsync(HttpContext http)
    {
        http.Request.EnableBuffering();
        using var reader = new StreamReader(http.Request.Body, leaveOpen: true);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        http.Request.Body.Position = 0;
        return StorageRequest.TableOfBatch(body);
    }

    private int PortAt(int place) => new Uri(_server.Urls.ElementAt(place)).Port;
}
