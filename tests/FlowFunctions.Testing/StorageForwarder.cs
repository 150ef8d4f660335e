using System.Net;
using FlowFunctions.LocalHost.Emulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace FlowFunctions.Testing;

/// <summary>Stands between hosts and the emulator, with a port of its own for each service. A request's signature does not cover the port, so it stays valid.</summary>
internal abstract class StorageForwarder : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly IReadOnlyList<(string Service, int Port)> _behind;

    /// <param name="behind">The services blob, queue and table of the storage, in this order, with their ports on loopback.</param>
    protected StorageForwarder(IReadOnlyList<(string Service, int Port)> behind)
    {
        _behind = behind;
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
        _server.Run(http =>
        {
            var (service, port) = _behind.Where((_, place) => PortAt(place) == http.Connection.LocalPort).Single();
            return HandleAsync(http, service, port);
        });
    }

    /// <summary>Where a host finds the emulator through this.</summary>
    public AzuriteEndpoints Endpoints => new(PortAt(0), PortAt(1), PortAt(2));

    /// <summary>Where a service is found through this.</summary>
    /// <param name="place">0 for blob, 1 for queue, 2 for table.</param>
    public int PortAt(int place) => new Uri(_server.Urls.ElementAt(place)).Port;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    protected Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(cancellationToken);

    /// <summary>One request, which <see cref="PassAsync"/> passes on.</summary>
    protected abstract Task HandleAsync(HttpContext http, string service, int port);

    protected ValueTask<ForwarderError> PassAsync(HttpContext http, int port, SameRequest transformer) =>
        http.RequestServices.GetRequiredService<IHttpForwarder>().SendAsync(http, $"http://{AzuriteEndpoints.Host}:{port}", _client, ForwarderRequestConfig.Empty, transformer);
}
