using AnaplanSimulator.Authentication;
using AnaplanSimulator.Control;
using AnaplanSimulator.Definition;
using AnaplanSimulator.Faults;
using AnaplanSimulator.Http;
using AnaplanSimulator.Traffic;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AnaplanSimulator;

/// <summary>A running simulator. Disposing it ends its tasks and deletes its files.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Simulation _simulation;

    private SimulatorHost(WebApplication app, Simulation simulation)
    {
        _app = app;
        _simulation = simulation;
        Control = new SimulatorControl(simulation);
    }

    /// <summary>The base address of the API, where the service has https://api.anaplan.com. Without a slash at its end.</summary>
    public string ApiBase => _app.Urls.First();

    /// <summary>The base address of authentication, where the service has https://auth.anaplan.com. Without a slash at its end.</summary>
    public string AuthBase => ApiBase;

    /// <summary>Where a browser finds the control page.</summary>
    public string ControlPage => ApiBase + ControlRoutes.Prefix;

    public SimulatorControl Control { get; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range; the message lists every one.</exception>
    /// <exception cref="DefinitionException">The definition contradicts itself; the message lists every fault.</exception>
    /// <exception cref="IOException">The address is taken.</exception>
    public static async Task<SimulatorHost> StartAsync(SimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SimulatorOptions();
        DefinitionCheck.Assert(options.Definition);
        if (options.Settings.Faults is { Count: > 0 } faults)
            throw new ArgumentException(string.Join(' ', faults), nameof(options));

        // The empty builder reads no settings of the folder or the environment that are meant for another server.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null).UseUrls(options.Url);
        var simulation = new Simulation(options);
        builder.Services.AddSingleton(simulation);
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        var app = builder.Build();
        var log = options.Logging.CreateLogger("AnaplanSimulator.Requests");
        app.UseWhen(context => !ControlRoutes.IsControl(context), api =>
        {
            api.Use((context, next) => RequestLogMiddleware.InvokeAsync(context, next, options.Time, log));
            api.Use((context, next) => FaultMiddleware.InvokeAsync(context, next, options.Time));
        });
        app.UseRouting();
        app.Use(Gate.InvokeAsync);
        AuthenticationRoutes.Map(app);
        CatalogueRoutes.Map(app);
        FileRoutes.Map(app);
        TaskRoutes.Map(app);
        ControlRoutes.Map(app);
        app.MapFallback((Call call) => Answers.Error(404, $"There is nothing at {call.Context.Request.Path}."));
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new SimulatorHost(app, simulation);
    }

    public async ValueTask DisposeAsync()
    {
        // Requests that hang, because they were told to, are not waited for.
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        await _simulation.DisposeAsync();
    }
}
