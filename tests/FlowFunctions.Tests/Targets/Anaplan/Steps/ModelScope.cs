using AnaplanSimulator;
using AnaplanSimulator.Control;
using Azure.Storage.Blobs;
using FlowFunctions.Core;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Steps;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Targets.Anaplan.Steps;

/// <summary>A simulated model, a container of files and a storage account for what processes keep. A process is a <see cref="StepProcess"/>: there may be several.</summary>
internal sealed class ModelScope : IAsyncDisposable
{
    public const string WorkspaceId = "8a81b0136f1c4d2e016f1c4d2e5a0001";
    public const string ModelId = "5C1F0A2B3D4E4F60718293A4B5C6D7E8";
    public const string ProductsFile = "113000000002";
    public const string ProductsImport = "112000000002";
    public const string SalesFile = "113000000003";
    public const string SalesImport = "112000000003";
    public const string SalesExport = "116000000002";
    public const string PlanExport = "116000000001";
    public const string LoadLists = "118000000001";
    public const string NightlyPlan = "118000000002";

    private readonly SimulatorHost _simulator;
    private readonly string _connectionString;
    private readonly string _prefix = "m" + Guid.CreateVersion7().ToString("n")[^12..];
    private readonly string _folder = Directory.CreateTempSubdirectory("flow-functions-model-").FullName;
    private readonly TimeProvider _time;
    private int _steps;

    private ModelScope(SimulatorHost simulator, string connectionString, BlobContainerClient files, TimeProvider time) =>
        (_simulator, _connectionString, Files, _time) = (simulator, connectionString, files, time);

    public SimulatorControl Simulator => _simulator.Control;

    public string SimulatorAddress => _simulator.ApiBase;

    /// <summary>Where the connection "Loads" leads.</summary>
    public BlobContainerClient Files { get; }

    public string ConnectionId { get; private set; } = "";

    /// <param name="connectionString">Of the emulator.</param>
    /// <param name="settings">Of the simulator.</param>
    /// <param name="time">Of the simulator and of the processes; null for the machine's.</param>
    public static async Task<ModelScope> StartAsync(string connectionString, SimulatorSettings? settings = null, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Settings = settings ?? new(), Time = time });
        var files = new BlobServiceClient(connectionString).GetBlobContainerClient("loads-" + Guid.CreateVersion7().ToString("n")[^12..]);
        await files.CreateAsync();
        var scope = new ModelScope(simulator, connectionString, files, time);
        await using var process = await scope.StartProcessAsync();
        scope.ConnectionId = await process.AddConnectionAsync("Loads", scope.Files);
        return scope;
    }

    /// <param name="settings">Over those that lead to the simulator and the emulator.</param>
    public Task<StepProcess> StartProcessAsync(params (string Key, string Value)[] settings) => StartProcessAsync(new CrashSwitch(), settings);

    public Task<StepProcess> StartProcessAsync(CrashSwitch crash, params (string Key, string Value)[] settings)
    {
        (string, string)[] all =
        [
            ("AzureWebJobsStorage", _connectionString),
            ("Flows:StoragePrefix", _prefix),
            ("Secrets:KeyFolder", _folder),
            ("Targets:Anaplan:ApiAddress", _simulator.ApiBase),
            ("Targets:Anaplan:AuthAddress", _simulator.AuthBase),
            ("Targets:Anaplan:UserName", "planner@example.com"),
            ("Targets:Anaplan:Password", "planner"),

            // By the machine's clock nobody waits for minutes.
            .. _time == TimeProvider.System ? new[] { ("Targets:Anaplan:LostStartPatience", "00:00:10") } : [],
            ("Targets:AzureBlob:ServiceAddress", $"http://{Files.Uri.Authority}/{{account}}"),
            .. settings,
        ];
        return StepProcess.StartAsync(crash, all, _time);
    }

    /// <summary>Runs an action as somebody has before: so the list of its tasks shows that it has those that ended.</summary>
    public async Task HasRunAsync(string actionId)
    {
        await using var process = await StartProcessAsync();
        var api = process.Get<AnaplanApi>();
        Assert.True(ModelAction.TryParseKind(actionId, out var kind));
        var action = new ModelAction(new ModelAddress(WorkspaceId, ModelId), actionId, kind);
        var taskId = await api.StartTaskAsync(action, CancellationToken.None);
        await Wait.For(() => api.GetTaskAsync(action, taskId, CancellationToken.None), task => task.State == ModelTaskState.Complete);
    }

    public async Task PutFileAsync(string name, string content) =>
        await Files.GetBlobClient(name).UploadAsync(BinaryData.FromString(content), overwrite: true);

    public async Task<string?> ReadFileAsync(string name) =>
        await Files.GetBlobClient(name).ExistsAsync() ? (await Files.GetBlobClient(name).DownloadContentAsync()).Value.Content.ToString() : null;

    public AnaplanWork Work(params JobInput[] jobs) => new() { WorkspaceId = WorkspaceId, ModelId = ModelId, Jobs = jobs };

    public JobInput Import(string file, string actionId = ProductsImport, string fileId = ProductsFile) => new()
    {
        Type = JobType.AzureBlobToAnaplan,
        Item = new StoreItem { ConnectionId = ConnectionId, Name = file },
        Action = new AnaplanAction(actionId, fileId),
    };

    public JobInput Export(string file, bool overwrite = false, string actionId = SalesExport) => new()
    {
        Type = JobType.AnaplanToAzureBlob,
        Item = new StoreItem { ConnectionId = ConnectionId, Name = file, Overwrite = overwrite },
        Action = new AnaplanAction(actionId, null),
    };

    /// <summary>A step of a run of its own.</summary>
    public StepCall Call(AnaplanWork work)
    {
        var runId = ResourceId.New(TimeProvider.System.GetUtcNow());
        return new()
        {
            RunId = runId,
            FlowId = ResourceId.Derive(runId, "flow"),
            Referrer = ResourceId.Derive(runId, "integration"),
            Name = $"Step {Interlocked.Increment(ref _steps)}",
            OperationId = ResourceId.Derive(runId, "operation"),
            StartedAt = _time.GetUtcNow().UtcDateTime,
            InlineWait = TimeSpan.Zero,
            Anaplan = work,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
