using System.Net;
using System.Reflection;
using FlowFunctions.LocalHost.Checks;
using FlowFunctions.LocalHost.Functions;
using FlowFunctions.LocalHost.Rpc;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FlowFunctions.LocalHost.Workers;

/// <summary>Runs the application in this process: one to debug, one to end, and less memory than two. Several may run at once.</summary>
internal sealed class InProcessLauncher : IWorkerLauncher
{
    // The worker looks for its generated parts in the entry assembly, and for its files where this variable says.
    private static readonly Lazy<Assembly> Application = new(() =>
    {
        var application = typeof(FlowFunctionsApplication).Assembly;
        Assembly.SetEntryAssembly(application);
        Environment.SetEnvironmentVariable("FUNCTIONS_APPLICATION_DIRECTORY", AppContext.BaseDirectory);
        return application;
    });

    private readonly FunctionsApplicationBuilder _builder;
    private readonly IHost _application;

    /// <summary>Builds the application, and starts nothing.</summary>
    /// <param name="configuration">Its settings.</param>
    /// <param name="environment">Such as Development.</param>
    /// <param name="configure">Changes what the application has set up, just before it is built; null for nothing.</param>
    public InProcessLauncher(IConfiguration configuration, string environment, Action<FunctionsApplicationBuilder>? configure)
    {
        _builder = Compose(configuration, environment);

        // The integration's own address is made once a process; each application here needs one of its own.
        _builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        configure?.Invoke(_builder);
        _application = _builder.Build();
    }

    /// <summary>Of the application.</summary>
    public IServiceProvider Services => _application.Services;

    public string ApplicationDirectory => AppContext.BaseDirectory;

    public bool CanRestart => false;

    /// <summary>The application as it is, connected to nothing.</summary>
    public static FunctionsApplicationBuilder Compose(IConfiguration configuration, string environment)
    {
        _ = Application.Value;
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Environment.EnvironmentName = environment;
        builder.Configuration.AddConfiguration(configuration);
        builder.UseFlowFunctions();
        return builder;
    }

    public async Task<IReadOnlyList<HostedFunction>> ListFunctionsAsync()
    {
        var listed = await Services.GetRequiredService<IFunctionMetadataManager>().GetFunctionMetadataAsync(ApplicationDirectory);
        return HostedFunction.Read(listed.Select(function =>
        {
            var metadata = new RpcFunctionMetadata { Name = function.Name ?? "", FunctionId = function.FunctionId ?? "" };
            metadata.RawBindings.AddRange(function.RawBindings);
            return metadata;
        }));
    }

    public async Task<IWorkerRun> LaunchAsync(WorkerConnection connection, CancellationToken cancellationToken)
    {
        // Read when the worker connects.
        foreach (var (key, value) in connection.Settings)
        {
            _builder.Configuration[key] = value;
        }

        try
        {
            await _application.StartAsync(cancellationToken);
        }
        catch
        {
            _application.Dispose();
            throw;
        }

        return new Run(_application);
    }

    internal sealed class Run : IWorkerRun
    {
        private readonly IHost _application;
        private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Run(IHost application)
        {
            _application = application;
            application.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => _ended.TrySetResult(Reason()));
        }

        public IServiceProvider Services => _application.Services;

        public Task<string> Ended => _ended.Task;

        public void Ready()
        {
            // An exception of its start comes to the host as such.
        }

        public Uri HttpAddress(IReadOnlyDictionary<string, string> capabilities) =>
            new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

        // A background service that fails ends the application.
        private string Reason() =>
            _application.Services.GetServices<IHostedService>()
                .OfType<BackgroundService>()
                .Select(service => service.ExecuteTask?.Exception)
                .FirstOrDefault(fault => fault is not null) is { InnerException: { } cause }
                ? $"{cause.GetType().FullName}: {Sentence.First(cause)}"
                : "it stopped itself";

        public async ValueTask DisposeAsync()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await _application.StopAsync(patience.Token);
            if (_application is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync();
            }
        }
    }
}
