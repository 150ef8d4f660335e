using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;
using FlowFunctions.Outgoing;
using FlowFunctions.Secrets;
using FlowFunctions.Steps;
using FlowFunctions.Storage;
using FlowFunctions.Targets;
using FlowFunctions.Targets.Endpoint;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Targets;

/// <summary>The targets as the application registers them, with settings of the test.</summary>
internal sealed class TargetHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    /// <param name="time">The machine's by default.</param>
    /// <param name="environment">Of the host.</param>
    /// <param name="handler">In place of the network.</param>
    /// <param name="log">Gets what is logged; null for nobody.</param>
    /// <param name="settings">Beside those of the test.</param>
    public TargetHost(TimeProvider? time = null, string environment = "Production", HttpMessageHandler? handler = null, ILoggerProvider? log = null, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Targets:AllowPrivateNetworks", "true"), new("AzureWebJobsStorage", "UseDevelopmentStorage=true")])
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = environment })
            .AddSingleton(time ?? TimeProvider.System);
        services.AddLogging(logging =>
        {
            if (log is not null)
            {
                logging.AddProvider(log);
            }
        });
        services.AddFlowStorage().AddSecrets().AddOutgoing().AddDefinitions().AddTargets();
        if (handler is not null)
        {
            services.AddHttpClient(EndpointExchange.ClientName).ConfigurePrimaryHttpMessageHandler(() => handler);
        }

        _services = services.BuildServiceProvider();
    }

    public IServiceProvider Services => _services;

    public IStepTarget Target => _services.GetRequiredService<EndpointTarget>();

    public IOptions<TargetsOptions> Options => _services.GetRequiredService<IOptions<TargetsOptions>>();

    public static StepCall Call(string url, Func<EndpointInput, EndpointInput>? change = null)
    {
        var endpoint = new EndpointInput { Url = url };
        return new StepCall
        {
            RunId = "019ab000000070008000000000000001",
            FlowId = "019ab000000070008000000000000002",
            Referrer = "019ab000000070008000000000000003",
            Name = "Load sales",
            OperationId = "019ab000000070008000000000000004",
            StartedAt = new DateTime(2026, 11, 24, 8, 0, 0, DateTimeKind.Utc),
            InlineWait = TimeSpan.FromSeconds(20),
            Endpoint = change?.Invoke(endpoint) ?? endpoint,
        };
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
