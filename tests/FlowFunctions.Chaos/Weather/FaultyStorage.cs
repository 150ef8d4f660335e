using System.Net;
using System.Net.Mime;
using System.Text.Json.Nodes;
using FlowFunctions.LocalHost.Emulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace FlowFunctions.Chaos.Weather;

/// <summary>Stands between the hosts and the emulator, and lets requests go wrong. A request's signature does not cover the port, so it stays valid.</summary>
internal sealed class FaultyStorage : IAsyncDisposable
{
    /// <summary>Longer than the clients of the application and of the task hub wait.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(2);

    private readonly WebApplication _server;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly IReadOnlyList<(string Service, int Port)> _behind;
    private readonly StorageFaults _faults;
    private int _injected;

    private FaultyStorage(IReadOnlyList<(string Service, int Port)> behind, StorageFaults faults)
    {
        _behind = behind;
        _faults = faults;
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

    /// <summary>Of the requests that go wrong, 0 to 1.</summary>
    public double FaultShare
    {
        get => _faults.Share;
        set => _faults.Share = value;
    }

    /// <summary>How many requests went wrong so far.</summary>
    public int Injected => Volatile.Read(ref _injected);

    /// <param name="behind">The services blob, queue and table of the storage, in this order, with their ports on loopback.</param>
    /// <param name="faults">Say what goes wrong.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FaultyStorage> StartAsync(IReadOnlyList<(string Service, int Port)> behind, StorageFaults faults, CancellationToken cancellationToken)
    {
        var proxy = new FaultyStorage(behind, faults);
        await proxy._server.StartAsync(cancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    private async Task ForwardAsync(HttpContext http)
    {
        var (service, port) = _behind.Where((_, place) => PortAt(place) == http.Connection.LocalPort).Single();
        if (_faults.Draw(service, http.Request) is not { } fault)
        {
            await PassAsync(http, port, SameRequest.Instance);
            return;
        }

        Interlocked.Increment(ref _injected);
        if (fault == StorageFault.Slow)
        {
            await Task.Delay(Slowness, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await PassAsync(http, port, SameRequest.Instance);
        }
        else if (!StorageFaults.HasEffect(fault) || await PassAsync(http, port, UnheardAnswer.Instance))
        {
            await AnswerAsync(http, service, fault);
        }
    }

    /// <returns>False where nobody is there; the connection is broken then, for an account of Azure would not say so by HTTP either.</returns>
    private async Task<bool> PassAsync(HttpContext http, int port, HttpTransformer transformer)
    {
        var forwarder = http.RequestServices.GetRequiredService<IHttpForwarder>();
        if (await forwarder.SendAsync(http, $"http://{AzuriteEndpoints.Host}:{port}", _client, ForwarderRequestConfig.Empty, transformer) == ForwarderError.None)
        {
            return true;
        }

        http.Abort();
        return false;
    }

    private static async Task AnswerAsync(HttpContext http, string service, StorageFault fault)
    {
        if (StorageFaults.AnswerOf(fault) is var (status, code))
        {
            http.Response.StatusCode = status;
            http.Response.Headers["x-ms-error-code"] = code;
            var isTable = service == "table";
            http.Response.ContentType = isTable ? MediaTypeNames.Application.Json : MediaTypeNames.Application.Xml;
            await http.Response.WriteAsync(isTable
                ? new JsonObject { ["odata.error"] = new JsonObject { ["code"] = code, ["message"] = new JsonObject { ["lang"] = "en-US", ["value"] = code } } }.ToJsonString()
                : $"""<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code><Message>{code}</Message></Error>""");
            return;
        }

        if (fault is StorageFault.SilenceBefore or StorageFault.SilenceAfter)
        {
            await Task.Delay(Silence, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        http.Abort();
    }

    /// <summary>Where a service is found through this.</summary>
    /// <param name="place">0 for blob, 1 for queue, 2 for table.</param>
    public int PortAt(int place) => new Uri(_server.Urls.ElementAt(place)).Port;

    /// <summary>Passes a request's path on as it was written: it is signed, and decoded and encoded again some characters would look otherwise, such as the colon.</summary>
    private class SameRequest : HttpTransformer
    {
        public static readonly SameRequest Instance = new();

        public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.RequestUri = new Uri(destinationPrefix + httpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        }
    }

    /// <summary>Lets the request be done, and keeps its answer to itself.</summary>
    private sealed class UnheardAnswer : SameRequest
    {
        public static new readonly UnheardAnswer Instance = new();

        public override ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken) => ValueTask.FromResult(false);
    }
}
