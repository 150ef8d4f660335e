using FlowFunctions.Embedded.Engine;
using FlowFunctions.Embedded.Engine.Leases;
using FlowFunctions.Embedded.Engine.Storage;
using FlowFunctions.Testing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.Embedded.Tests.Engine.Harness;

/// <summary>An engine on the tests' Azurite, with functions given as delegates.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestEngine(ServiceProvider services, CrashSwitch storage, string hub) => (_services, Storage, Hub) = (services, storage, hub);

    public CrashSwitch Storage { get; }

    public string Hub { get; }

    public DurableTaskClient Client => _services.GetRequiredService<DurableTaskClient>();

    public DurableTaskEngine Engine => _services.GetRequiredService<DurableTaskEngine>();

    public EngineLogs Logs => _services.GetRequiredService<EngineLogs>();

    public static string NewHub() => "T" + Guid.CreateVersion7().ToString("n");

    public static async Task<TestEngine> StartAsync(
        AzuriteFixture azurite,
        IDurableFunctions functions,
        string? hub = null,
        CrashSwitch? storage = null,
        TimeProvider? time = null,
        Action<DurableTaskEngineOptions>? configure = null,
        TimeSpan? shutdownTimeout = null)
    {
        storage ??= new CrashSwitch();
        hub ??= NewHub();
        var logs = new EngineLogs();
        var services = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(logs)
            .AddSingleton(logs)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton(time ?? TimeProvider.System)
            .AddSingleton<IDurableFunctions>(new MortalFunctions(functions, storage))
            .AddSingleton<IOwnerProcesses>(new TestProcesses(storage))
            .AddSingleton(provider => new HubClients(
                provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<DurableTaskEngineOptions>>().Value, client => client.Transport = storage))
            .Configure<HostOptions>(host => host.ShutdownTimeout = shutdownTimeout ?? TimeSpan.FromSeconds(20))
            .AddDurableTaskEngine(options =>
            {
                options.HubName = hub;
                options.StorageConnectionString = azurite.ConnectionString;
                configure?.Invoke(options);
            })
            .BuildServiceProvider();
        var engine = new TestEngine(services, storage, hub);
        await engine.Engine.StartAsync(CancellationToken.None);
        return engine;
    }

    /// <summary>The instance at its end, with what went in and came out.</summary>
    /// <exception cref="TimeoutException">It did not end within <see cref="Wait.Patience"/>; the message says where it stood.</exception>
    public Task<OrchestrationMetadata> EndOfAsync(string instanceId) =>
        WithPatienceAsync(instanceId, token => Client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true, token));

    /// <summary>The instance once its orchestrator has begun to run.</summary>
    /// <inheritdoc cref="EndOfAsync"/>
    public Task<OrchestrationMetadata> StartOfAsync(string instanceId) =>
        WithPatienceAsync(instanceId, token => Client.WaitForInstanceStartAsync(instanceId, getInputsAndOutputs: true, token));

    public Task StopAsync() => Engine.StopAsync(CancellationToken.None);

    /// <summary>As kill -9: nothing more of this engine reaches storage or runs an activity.</summary>
    public void Kill() => Storage.Kill();

    public async ValueTask DisposeAsync()
    {
        // A dead engine is left lying where it fell.
        if (!Storage.IsKilled)
        {
            await StopAsync();
            await _services.DisposeAsync();
        }
    }

    private async Task<OrchestrationMetadata> WithPatienceAsync(string instanceId, Func<CancellationToken, Task<OrchestrationMetadata>> wait)
    {
        using var patience = new CancellationTokenSource(Wait.Patience);
        try
        {
            return await wait(patience.Token);
        }
        catch (OperationCanceledException late) when (patience.IsCancellationRequested)
        {
            var last = await Client.GetInstancesAsync(instanceId, getInputsAndOutputs: true).WaitAsync(TimeSpan.FromSeconds(5));
            throw new TimeoutException(
                $"Instance '{instanceId}' did not come as far within {Wait.Patience.TotalSeconds:0} s; it is {last?.RuntimeStatus.ToString() ?? "not there"}.", late);
        }
    }
}
