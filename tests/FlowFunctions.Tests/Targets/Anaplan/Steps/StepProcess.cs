using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using FlowFunctions.Outgoing;
using FlowFunctions.Connections;
using FlowFunctions.Core;
using FlowFunctions.Core.Connections;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Secrets;
using FlowFunctions.Steps;
using FlowFunctions.Storage;
using FlowFunctions.Targets;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.Tests.Targets.Anaplan.Steps;

/// <summary>What a process of the application has for running steps, as the application registers it.</summary>
internal sealed class StepProcess : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly CrashSwitch _crash;
    private readonly TimeProvider _time;

    private StepProcess(ServiceProvider services, CrashSwitch crash, TimeProvider time) => (_services, _crash, _time) = (services, crash, time);

    public StepDriver Driver => Get<StepDriver>();

    public DumpStore Dumps => Get<DumpStore>();

    public StepHandleStore Handles => Get<StepHandleStore>();

    public static async Task<StepProcess> StartAsync(CrashSwitch crash, IEnumerable<(string Key, string Value)> settings, TimeProvider time)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.GroupBy(setting => setting.Key).Select(of => KeyValuePair.Create(of.Key, (string?)of.Last().Value)))
            .Build();
        var services = new ServiceCollection()
            .AddSingleton(time)
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Development" })
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddMetrics()
            .AddFlowStorage()
            .AddSecrets()
            .AddOutgoing()
            .AddDefinitions()
            .AddTargets()
            .AddRuns();
        services.AddHttpClient(AnaplanClient.ClientName).AddHttpMessageHandler(() => crash).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        var provider = services.BuildServiceProvider();
        var tables = provider.GetRequiredService<StorageTables>();
        var containers = provider.GetRequiredService<StorageContainers>();
        await Task.WhenAll([.. tables.All.Select(table => table.CreateIfNotExistsAsync()), .. containers.All.Select(container => container.CreateIfNotExistsAsync())]);
        return new(provider, crash, time);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A connection to the container, with a signature that holds for an hour.</summary>
    public async Task<string> AddConnectionAsync(string name, BlobContainerClient container)
    {
        var signature = container.GenerateSasUri(BlobContainerSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(1)).Query[1..];
        var now = TimeProvider.System.GetUtcNow();
        var written = await Get<ConnectionStore>().CreateAsync(
            new()
            {
                Id = ResourceId.New(now),
                Input = new ConnectionInput { Name = name, Settings = new AzureBlobSettings(container.AccountName, container.Name) },
                SecretId = await Get<ConnectionSecrets>().AddAsync(new AzureBlobSecret(signature), CancellationToken.None),
                CreatedBy = "ann",
                CreationDate = now,
                ModificationDate = now,
            },
            CancellationToken.None);
        return written.Document!.Id;
    }

    /// <summary>Moves the step on to its end, as the orchestration does.</summary>
    /// <exception cref="CrashException">The process was killed on the way.</exception>
    /// <exception cref="TimeoutException">The step did not end in time; the message says where it stood.</exception>
    public async Task<StepReport> RunAsync(StepCall call)
    {
        var report = await AdvanceAsync(call);
        var begin = TimeProvider.System.GetTimestamp();
        while (report.Outcome is null)
        {
            if (TimeProvider.System.GetElapsedTime(begin) > Wait.Patience)
            {
                var last = await Handles.GetAsync(call.RunId, call.Referrer, CancellationToken.None);
                throw new TimeoutException($"The step did not end within {Wait.Patience.TotalSeconds:0} s; it is at {last.Task}: {last.Message}");
            }

            var pause = report.NextAt!.Value - _time.GetUtcNow().UtcDateTime;
            if (_time is LeapingTime leaping)
            {
                leaping.Leap(pause);
            }
            else
            {
                await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, _time);
            }

            report = await AdvanceAsync(call);
        }

        return report;
    }

    /// <summary>One activity's share of the step.</summary>
    public async Task<StepReport> AdvanceAsync(StepCall call)
    {
        try
        {
            var report = await Driver.AdvanceAsync(call, CancellationToken.None);
            return _crash.IsDead ? throw new CrashException() : report;
        }
        catch (Exception) when (_crash.IsDead)
        {
            throw new CrashException();
        }
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();
}
