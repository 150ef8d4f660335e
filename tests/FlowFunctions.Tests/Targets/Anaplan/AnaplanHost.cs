using System.IO.Compression;
using System.Text;
using AnaplanSimulator;
using AnaplanSimulator.Control;
using Azure.Data.Tables;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Storage;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Targets.Anaplan;

/// <summary>Anaplan's client as the application registers it, with a simulator in Anaplan's place and a storage table of its own.</summary>
internal sealed class AnaplanHost : IAsyncDisposable
{
    public const string User = "planner@example.com";
    public const string Password = "planner";
    public const string CurrenciesFile = "113000000001";

    public static readonly ModelAddress Model = new("8a81b0136f1c4d2e016f1c4d2e5a0001", "5C1F0A2B3D4E4F60718293A4B5C6D7E8");
    public static readonly ModelAction CurrenciesImport = new(Model, "112000000001", ActionKind.Import);
    public static readonly ModelAction PlanExport = new(Model, "116000000001", ActionKind.Export);
    public static readonly ModelAction DeleteSales = new(Model, "117000000001", ActionKind.Action);
    public static readonly ModelAction LoadLists = new(Model, "118000000001", ActionKind.Process);

    private readonly SimulatorHost? _simulator;
    private readonly ServiceProvider _services;

    private AnaplanHost(SimulatorHost? simulator, ServiceProvider services) => (_simulator, _services) = (simulator, services);

    public SimulatorControl Control => _simulator!.Control;

    public AnaplanApi Api => _services.GetRequiredService<AnaplanApi>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>With a simulator.</summary>
    public static async Task<AnaplanHost> StartAsync(
        AzuriteFixture azurite, SimulatorSettings? settings = null, TimeProvider? time = null, params (string Key, string? Value)[] configuration)
    {
        time ??= TimeProvider.System;
        var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Settings = settings ?? new(), Time = time }, Cancel);
        return new(simulator, await ServicesAsync(azurite, simulator.ApiBase, time, configuration));
    }

    /// <summary>With another counterpart.</summary>
    public static async Task<AnaplanHost> AgainstAsync(AzuriteFixture azurite, string address, params (string Key, string? Value)[] configuration) =>
        new(null, await ServicesAsync(azurite, address, TimeProvider.System, configuration));

    public static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    public static async Task<string> ReadAsync(Stream stream)
    {
        await using (stream)
        {
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync(Cancel);
        }
    }

    public async Task UploadAsync(string fileId, params string[] chunks)
    {
        await Api.OpenUploadAsync(Model, fileId, chunks.Length, Cancel);
        for (var index = 0; index < chunks.Length; index++)
        {
            await Api.UploadChunkAsync(Model, fileId, index, Gzip(chunks[index]), Cancel);
        }
    }

    /// <summary>Runs an action to its end.</summary>
    public async Task<ModelTask> RunAsync(ModelAction action)
    {
        var taskId = await Api.StartTaskAsync(action, Cancel);
        return await Wait.For(() => Api.GetTaskAsync(action, taskId, Cancel), task => task.State == ModelTaskState.Complete);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_simulator is not null)
        {
            await _simulator.DisposeAsync();
        }
    }

    private static async Task<ServiceProvider> ServicesAsync(AzuriteFixture azurite, string address, TimeProvider time, (string Key, string? Value)[] configuration)
    {
        var prefix = "T" + Guid.CreateVersion7().ToString("N")[^15..];
        var tables = new StorageTables(new TableServiceClient(azurite.ConnectionString), Options.Create(new StorageOptions { StoragePrefix = prefix }));
        await tables.Targets.CreateIfNotExistsAsync(Cancel);
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Targets:Anaplan:ApiAddress"] = address,
            ["Targets:Anaplan:AuthAddress"] = address,
            ["Targets:Anaplan:UserName"] = User,
            ["Targets:Anaplan:Password"] = Password,
        };
        foreach (var (key, value) in configuration)
        {
            settings["Targets:Anaplan:" + key] = value;
        }

        return new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton(time)
            .AddSingleton(new BackOff(() => 0))
            .AddSingleton(tables)
            .AddSingleton<RunStore>()
            .AddSingleton<StepHandleStore>()
            .AddLogging()
            .AddAnaplan()
            .BuildServiceProvider();
    }
}
