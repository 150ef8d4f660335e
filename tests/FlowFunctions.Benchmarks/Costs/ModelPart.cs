using System.Text.Json.Nodes;
using AnaplanSimulator;
using AnaplanSimulator.Definition;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using FlowFunctions.Benchmarks.Runs;
using FlowFunctions.Benchmarks.Transfers;
using FlowFunctions.LocalHost.Emulator;
using FlowFunctions.Runs;
using FlowFunctions.Storage;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>A run of an integration whose jobs are done in a model, one after another, by a simulator of the Anaplan API.</summary>
internal sealed class ModelPart : ICostPart
{
    private const int Jobs = 10;
    private const long FileBytes = 100_000;

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(5);

    public string Name => "model";

    public async Task TakeAsync(CostRig rig, CostTables tables, CancellationToken cancellationToken)
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Definition = SimulatorDefinition.Read(SampleFile.Model) }, cancellationToken);
        await using var storage = await TestRig.StartAsync(application: null, cancellationToken);
        await using var ours = await rig.OfItsOwnAsync(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Targets__Anaplan__ApiAddress"] = simulator.ApiBase,
                ["Targets__Anaplan__AuthAddress"] = simulator.AuthBase,
                ["Targets__Anaplan__UserName"] = "planner@example.com",
                ["Targets__Anaplan__Password"] = "planner",
                ["Targets__AzureBlob__ServiceAddress"] = $"http://{AzuriteEndpoints.Host}:{storage.Storage.BlobPort}/{{account}}",
            },
            cancellationToken);
        var integration = await CreateAsync(ours, storage.Storage, cancellationToken);

        // The first run signs in.
        await RunAsync(ours, integration, cancellationToken);
        var before = ours.Use();
        var began = TimeProvider.System.GetTimestamp();
        var traffic = await ours.CountAsync(() => RunAsync(ours, integration, cancellationToken), share: 1);
        var took = TimeProvider.System.GetElapsedTime(began);
        tables.Add(new RunCost($"integration of {Jobs} imports into a model, the second run", 0, traffic));
        tables.Tell($"integration of {Jobs} imports into a model, POST run to ended", "the second run", $"{took.TotalSeconds:0.0} s");
        tables.Tell("processor time of it", "the second run", ours.Use().Since(before, 1));
    }

    /// <summary>The files have a storage of their own: what is read there is none of ours.</summary>
    private static async Task<string> CreateAsync(Installation ours, AzuriteEndpoints storage, CancellationToken cancellationToken)
    {
        var files = new BlobServiceClient(storage.ConnectionString).GetBlobContainerClient("files");
        await files.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await SampleFile.PutAsync(files.GetBlobClient("facts.csv"), FileBytes);
        var connection = await ours.Flows.PostAsync(
            "integrations/connections",
            new JsonObject
            {
                ["type"] = "AzureBlob",
                ["body"] = new JsonObject
                {
                    ["name"] = "Files",
                    ["storageAccountName"] = files.AccountName,
                    ["containerName"] = files.Name,
                    ["sasToken"] = files.GenerateSasUri(BlobContainerSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(6)).Query[1..],
                },
            },
            cancellationToken);
        var document = SampleFile.Import((string)connection["connections"]!["connectionId"]!);
        var job = document["jobs"]![0]!;
        document["jobs"] = new JsonArray([.. Enumerable.Range(0, Jobs).Select(_ => job.DeepClone())]);
        return (string)(await ours.Flows.PostAsync("integrations", document, cancellationToken))["integration"]!["integrationId"]!;
    }

    /// <summary>Until its record says that it has ended, which is read past the proxy.</summary>
    private static async Task RunAsync(Installation ours, string integration, CancellationToken cancellationToken)
    {
        var runs = new RunStore(new(new TableServiceClient(ours.Storage.ConnectionString), Options.Create(new StorageOptions())));
        var id = (string)(await ours.Flows.PostAsync($"integrations/{integration}/run", null, cancellationToken))["run"]!["id"]!;
        var since = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(since) < EndsWithin)
        {
            if (await runs.GetAsync(id, cancellationToken) is { Result: { } result })
            {
                if (!result.Success)
                {
                    throw new MeasureException($"The integration ended otherwise than it should: {result.Message}");
                }

                return;
            }

            await Task.Delay(LookAgainAfter, cancellationToken);
        }

        throw new MeasureException($"The integration's run {id} did not end.");
    }
}
