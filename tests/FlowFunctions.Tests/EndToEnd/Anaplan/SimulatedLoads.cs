using System.Globalization;
using System.Text.Json.Nodes;
using AnaplanSimulator;
using AnaplanSimulator.Control;
using AnaplanSimulator.Definition;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;

namespace FlowFunctions.Tests.EndToEnd.Anaplan;

/// <summary>A simulator with several models like the sample, a container of files, and the bodies that make an application work on them.</summary>
internal sealed class SimulatedLoads : IAsyncDisposable
{
    public const string User = "planner@example.com";
    public const string ProductsImport = "112000000002";
    public const string ProductsFile = "113000000002";
    public const string CurrenciesImport = "112000000001";
    public const string CurrenciesFile = "113000000001";
    public const string SalesExport = "116000000002";
    public const string Header = "Code,Name,Category,Currency\n";

    private readonly SimulatorHost _simulator;

    private SimulatedLoads(SimulatorHost simulator, BlobContainerClient files) => (_simulator, Files) = (simulator, files);

    public SimulatorControl Simulator => _simulator.Control;

    public BlobContainerClient Files { get; }

    public static string WorkspaceId => SimulatorDefinition.Sample.Workspaces[0].Id;

    public static async Task<SimulatedLoads> StartAsync(string connectionString, int models, SimulatorSettings? settings = null)
    {
        var sample = SimulatorDefinition.Sample;
        var definition = sample with
        {
            Workspaces = [sample.Workspaces[0] with { Models = [.. Enumerable.Range(0, models).Select(model => sample.Workspaces[0].Models[0] with { Id = ModelId(model) })] }],
        };
        var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Definition = definition, Settings = settings ?? new() });
        var files = new BlobServiceClient(connectionString).GetBlobContainerClient("loads-" + Guid.CreateVersion7().ToString("n")[^12..]);
        await files.CreateAsync();
        return new(simulator, files);
    }

    public static string ModelId(int model) => string.Create(CultureInfo.InvariantCulture, $"5C1F0A2B3D4E4F60718293A4B5C6{model:D4}");

    /// <summary>What leads an application to the simulator and the emulator.</summary>
    /// <param name="separator">Of a setting's sections: a colon, or two underscores in an environment.</param>
    public Dictionary<string, string> Settings(string separator = ":") => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Targets:Anaplan:ApiAddress"] = _simulator.ApiBase,
        ["Targets:Anaplan:AuthAddress"] = _simulator.AuthBase,
        ["Targets:Anaplan:UserName"] = User,
        ["Targets:Anaplan:Password"] = "planner",
        ["Targets:Anaplan:LostStartPatience"] = "00:00:10",
        ["Targets:AzureBlob:ServiceAddress"] = $"http://{Files.Uri.Authority}/{{account}}",
    }.ToDictionary(setting => setting.Key.Replace(":", separator, StringComparison.Ordinal), setting => setting.Value, StringComparer.Ordinal);

    public async Task PutFileAsync(string name, string content) => await Files.GetBlobClient(name).UploadAsync(BinaryData.FromString(content), overwrite: true);

    /// <summary>A signature for the whole container, whose life begins an hour ago.</summary>
    public string Signature(TimeSpan expiresAfter, BlobContainerSasPermissions permissions = BlobContainerSasPermissions.All) =>
        Files.GenerateSasUri(new BlobSasBuilder(permissions, TimeProvider.System.GetUtcNow() + expiresAfter)
        {
            BlobContainerName = Files.Name,
            Resource = "c",
            StartsOn = TimeProvider.System.GetUtcNow().AddHours(-1),
        }).Query[1..];

    public JsonObject Connection(string name, string? signature = null, string? container = null) => new()
    {
        ["type"] = "AzureBlob",
        ["body"] = new JsonObject
        {
            ["name"] = name,
            ["storageAccountName"] = Files.AccountName,
            ["containerName"] = container ?? Files.Name,
            ["sasToken"] = signature ?? Signature(TimeSpan.FromHours(1)),
        },
    };

    public static JsonObject Import(string name, string modelId, string connectionId, string file, string actionId = ProductsImport, string fileId = ProductsFile) =>
        Integration(name, modelId, new JsonObject
        {
            ["type"] = "AzureBlobToAnaplan",
            ["sources"] = new JsonArray(new JsonObject { ["type"] = "AzureBlob", ["connectionId"] = connectionId, ["file"] = file }),
            ["targets"] = new JsonArray(new JsonObject { ["type"] = "Anaplan", ["actionId"] = actionId, ["fileId"] = fileId }),
        });

    public static JsonObject Export(string name, string modelId, string connectionId, string file, string actionId = SalesExport) =>
        Integration(name, modelId, new JsonObject
        {
            ["type"] = "AnaplanToAzureBlob",
            ["sources"] = new JsonArray(new JsonObject { ["type"] = "Anaplan", ["actionId"] = actionId }),
            ["targets"] = new JsonArray(new JsonObject { ["type"] = "AzureBlob", ["connectionId"] = connectionId, ["file"] = file, ["overwrite"] = true }),
        });

    /// <summary>A flow whose steps run one after the other, whatever becomes of them.</summary>
    /// <param name="name">Of the flow.</param>
    /// <param name="timeout">Of the first step; null for none.</param>
    /// <param name="referrers">Ids of the integrations.</param>
    public static JsonObject Chain(string name, string? timeout, params string[] referrers) => new()
    {
        ["name"] = name,
        ["steps"] = new JsonArray([.. referrers.Select((referrer, place) => (JsonNode)new JsonObject
        {
            ["referrer"] = referrer,
            ["dependsOn"] = place == 0 ? null : new JsonArray(referrers[place - 1]),
            ["exceptionBehavior"] = new JsonArray(new JsonObject { ["type"] = "failure", ["strategy"] = "continue" }),
            ["timeout"] = place == 0 ? timeout : null,
        })]),
    };

    public ValueTask DisposeAsync() => _simulator.DisposeAsync();

    private static JsonObject Integration(string name, string modelId, JsonObject job) => new()
    {
        ["name"] = name,
        ["version"] = "2.0",
        ["workspaceId"] = WorkspaceId,
        ["modelId"] = modelId,
        ["jobs"] = new JsonArray(job),
    };
}
