using FlowFunctions.Outgoing;
using FlowFunctions.Core.Connections;
using FlowFunctions.Steps;
using FlowFunctions.Targets;
using FlowFunctions.Targets.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace FlowFunctions.Tests.Targets.Stores;

/// <summary>The stores as the application registers them, with settings of the test; opened by what a connection would say.</summary>
internal sealed class StoreHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public StoreHost(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Production" })
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddOutgoing()
            .AddTargets()
            .AddSingleton(new BackOff(() => 0))
            .BuildServiceProvider();
    }

    public IEnumerable<IDataStoreFactory> Factories => _services.GetServices<IDataStoreFactory>();

    public IDataStore Open(ConnectionSettings settings, ConnectionSecret? secret, string name = "Nightly files") =>
        Factories.Single(factory => factory.Type == settings.Type).Open(new() { Name = name, Settings = settings }, secret);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
