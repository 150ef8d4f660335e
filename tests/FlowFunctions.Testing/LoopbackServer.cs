using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FlowFunctions.Testing;

/// <summary>An HTTP server on loopback that stands for somebody else's in a test: on a free port, with bodies of any size, without a log.</summary>
public abstract class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    protected LoopbackServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Configure);
        _server = builder.Build();
        _server.Run(HandleAsync);
    }

    /// <summary>Without a slash at its end; of a server that has been started.</summary>
    public string Url => _server.Urls.Single();

    public virtual async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Answers every request.</summary>
    protected abstract Task HandleAsync(HttpContext context);

    protected static async Task<T> StartAsync<T>(T server)
        where T : LoopbackServer
    {
        await server._server.StartAsync();
        return server;
    }

    private static void Configure(KestrelServerOptions kestrel)
    {
        kestrel.Listen(IPAddress.Loopback, 0);
        kestrel.Limits.MaxRequestBodySize = null;
    }
}
