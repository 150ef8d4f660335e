using System.Diagnostics;
using System.Net;
using FlowFunctions.LocalHost.Checks;
using FlowFunctions.LocalHost.Emulator;
using FlowFunctions.LocalHost.Functions;
using FlowFunctions.LocalHost.Rpc;
using FlowFunctions.LocalHost.Settings;
using FlowFunctions.LocalHost.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.LocalHost.Http;

/// <summary>The host's two web servers: one on loopback, on a port of its own, for its worker; one for callers, whose routes are known only when the worker has told them.</summary>
internal sealed class WebServers(IConfiguration configuration, ILoggerFactory loggers) : IAsyncDisposable
{
    // The Functions host's limit, 100 MB: https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger#limits
    private const long MaxRequestBodySize = 104_857_600;

    private const int MaxMessageSize = 134_217_728;

#pragma warning disable CA2213 // Both are disposed, in a loop.
    private WebApplication? _rpc;
    private WebApplication? _front;
#pragma warning restore CA2213
    private bool _isFrontStarted;

    public IReadOnlyCollection<string> PublicUrls => _front is null ? [] : [.. _front.Urls];

    /// <summary>Starts the server for the worker and answers its address.</summary>
    public async Task<Uri> StartRpcAsync(WorkerDoor door, CancellationToken cancellationToken)
    {
        var builder = CreateBuilder();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(door);
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = grpc.MaxSendMessageSize = MaxMessageSize);
        _rpc = builder.Build();
        _rpc.MapGrpcService<FunctionRpcService>();
        await _rpc.StartAsync(cancellationToken);
        return new(_rpc.Urls.Single());
    }

    /// <summary>Reads the routes and maps them, without listening yet.</summary>
    /// <exception cref="StartupException">Some cannot be served.</exception>
    public IReadOnlyList<HttpRoute> PrepareFront(IReadOnlyList<HostedFunction> functions, WorkerSupervisor worker, FunctionInvoker invoker, DiskSpace? disk)
    {
        var builder = CreateBuilder();
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodySize;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(BareErrors.Dress));
        });
        builder.WebHost.UseUrls([.. HostConfiguration.Urls(configuration)]);
        builder.Services.AddRouting();
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton(worker);
        builder.Services.AddSingleton(invoker);
        builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<HttpFront>(provider, new StorageRoom(disk)));
        _front = builder.Build();
        var policies = _front.Services.GetRequiredService<ParameterPolicyFactory>();
        var routes = HttpRoutes.Of(functions, HostConfiguration.RoutePrefix(configuration), policies);
        _front.UseRouting();
        ((IEndpointRouteBuilder)_front).DataSources.Add(new DefaultEndpointDataSource(_front.Services.GetRequiredService<HttpFront>().Endpoints(routes)));
        _front.UseEndpoints(_ => { });
        _front.Run(new UnmatchedRequest(routes, policies).AnswerAsync);
        return routes;
    }

    public async Task StartFrontAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _front!.StartAsync(cancellationToken);
            _isFrontStarted = true;
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            throw AddressCheck.Taken(string.Join(" or ", HostConfiguration.Urls(configuration)), fault);
        }
    }

    /// <summary>Takes no more requests, and gives those in flight some time.</summary>
    public async Task StopFrontAsync(TimeSpan patience)
    {
        if (_isFrontStarted)
        {
            using var deadline = new CancellationTokenSource(patience);
            await _front!.StopAsync(deadline.Token);
        }
    }

    public async Task StopRpcAsync()
    {
        if (_rpc is not null)
        {
            using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
            await _rpc.StopAsync(atOnce.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { _front, _rpc })
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }
    }

    private WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.Replace(ServiceDescriptor.Singleton(loggers));
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();

        // Not ASP.NET Core's own source, to which the application's telemetry listens: what passes through here would be told of twice.
        builder.Services.Replace(ServiceDescriptor.Singleton(_ => new ActivitySource("FlowFunctions.LocalHost")));
        return builder;
    }
}
