using System.Net;
using System.Text.Json.Nodes;
using AnaplanSimulator;
using AnaplanSimulator.Tasks;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using FlowFunctions.Core.Runs;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.EndToEnd.Anaplan;

/// <summary>
/// What goes wrong with loads, in the whole application and over HTTP: each is the failure of its step, in words that tell a planner what to do, in the flow's run, in the
/// integration's run and in its errors; and the next step on the same model, which runs all the same, does not wait for one that is over.
/// </summary>
[Needs(Need.App)]
[TakesLong]
public sealed class LoadFaultTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Products = "products.csv";
    private const string Currencies = "currencies.csv";

    /// <summary>Long enough for a step to get to where it then waits for ever, also beside other tests and on a machine that has too much to do.</summary>
    private const string Timeout = "PT90S";

    private SimulatedLoads _loads = null!;
    private ServedApp _app = null!;
    private string _connection = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _loads = await SimulatedLoads.StartAsync(
            azurite.ConnectionString, models: 20, new SimulatorSettings { Tasks = new TaskTiming { Duration = TimeSpan.FromMilliseconds(50) } });
        await _loads.PutFileAsync(Products, SimulatedLoads.Header + "P1,Apple,Fruit,\n");
        await _loads.PutFileAsync(Currencies, "Code,Name\nEUR,Euro\n");
        _app = await ServedApp.StartAsync(azurite.NewAccount(), _loads.Settings());
        _connection = await ConnectAsync(_loads.Connection("Loads"));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _loads.DisposeAsync();
    }

    [Fact]
    public async Task Fault_of_a_load_is_a_failure_of_its_step_that_tells_what_to_do()
    {
        var expired = await ConnectAsync(_loads.Connection("Expired", _loads.Signature(TimeSpan.FromMinutes(-5))));
        var readOnly = await ConnectAsync(_loads.Connection("Read only", _loads.Signature(TimeSpan.FromHours(1), BlobContainerSasPermissions.Read | BlobContainerSasPermissions.List)));
        var gone = _loads.Files.GetParentBlobServiceClient().GetBlobContainerClient(_loads.Files.Name + "-gone");
        var nowhere = await ConnectAsync(_loads.Connection("Nowhere", gone.GenerateSasUri(BlobContainerSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(1)).Query[1..], gone.Name));
        LoadFault[] faults =
        [
            new("missing file", (name, model, connection) => SimulatedLoads.Import(name, model, connection, "nowhere.csv"),
                RunErrorCodes.RejectedByTarget, "'nowhere.csv'", "'Loads'", "put it there or correct"),
            new("no file like it", (name, model, connection) => SimulatedLoads.Import(name, model, connection, "2026/*.csv"),
                RunErrorCodes.RejectedByTarget, "like '2026/*.csv'", "put it there or correct"),
            new("action of the wrong kind", (name, model, connection) => SimulatedLoads.Import(name, model, connection, Products, SimulatedLoads.SalesExport),
                RunErrorCodes.RejectedByTarget, SimulatedLoads.SalesExport, "begins with 112", "Correct the integration"),
            new("action that is not there", (name, model, connection) => SimulatedLoads.Import(name, model, connection, Products, "112000000099"),
                RunErrorCodes.RejectedByTarget, "no import 112000000099", "Correct the integration"),
            new("file that the model has not", (name, model, connection) => SimulatedLoads.Import(name, model, connection, Products, fileId: "113000000099"),
                RunErrorCodes.RejectedByTarget, "no file 113000000099", "Correct the integration"),
            new("model that is not there", (name, _, connection) => SimulatedLoads.Import(name, "00000000000000000000000000000000", connection, Products),
                RunErrorCodes.RejectedByTarget, "00000000000000000000000000000000", "Correct the integration"),
            new("full workspace", (name, model, connection) => SimulatedLoads.Import(name, model, connection, Products),
                RunErrorCodes.RejectedByTarget, "no room left", "Free space")
            {
                Faults = model => [new() { Requests = $"PUT **/models/{model}/files/{SimulatedLoads.ProductsFile}/chunks/*", Status = 507, Times = null }],
            },
            new("task that is never answered for", (name, model, connection) => SimulatedLoads.Import(name, model, connection, Products),
                RunErrorCodes.TimedOut, "Timed out after ", "Started")
            {
                Timeout = Timeout,
                Faults = model => [new() { Requests = $"* **/models/{model}/imports/{SimulatedLoads.ProductsImport}/tasks/*", Hang = true, Times = null }],
            },
            new("upload that is never answered", (name, model, connection) => SimulatedLoads.Import(name, model, connection, Products),
                RunErrorCodes.TimedOut, "Timed out after ", "Uploading products.csv")
            {
                Timeout = Timeout,
                Faults = model => [new() { Requests = $"PUT **/models/{model}/files/{SimulatedLoads.ProductsFile}/chunks/*", Hang = true, Times = null }],
            },
            new("expired signature", (name, model, _) => SimulatedLoads.Import(name, model, expired, Products),
                RunErrorCodes.ConnectionRefused, "'Expired'", "SAS token may have expired", "Renew"),
            new("signature that may not write", (name, model, _) => SimulatedLoads.Export(name, model, readOnly, "out.csv"),
                RunErrorCodes.ConnectionRefused, "0 rows exported. The credentials", "'Read only'", "lack a permission"),
            new("container that is gone", (name, model, _) => SimulatedLoads.Import(name, model, nowhere, Products),
                RunErrorCodes.RejectedByTarget, gone.Name, "does not exist; create it"),
        ];

        await Task.WhenAll(faults.Select((fault, number) => AssertAsync(fault, SimulatedLoads.ModelId(number))));
    }

    [Fact]
    public async Task Connection_that_is_deleted_while_a_run_waits_for_its_step_is_told_as_that()
    {
        var doomed = await ConnectAsync(_loads.Connection("Doomed"));
        var model = SimulatedLoads.ModelId(0);
        _loads.Simulator.Add(new() { Requests = $"GET **/models/{model}/imports/*/tasks/*", Hang = true });
        var first = await CreateAsync(SimulatedLoads.Import("first", model, _connection, Currencies, SimulatedLoads.CurrenciesImport, SimulatedLoads.CurrenciesFile));
        var second = await CreateAsync(SimulatedLoads.Import("second", model, doomed, Products));
        var flow = await CreateFlowAsync("first, second", Timeout, first, second);

        var run = await _app.StartRunAsync(flow);
        await Wait.Until(() => _loads.Simulator.Faults.Count == 0);
        using (var deleted = await _app.Client.DeleteAsync(new Uri($"2/0/integrations/connections/{doomed}", UriKind.Relative), Cancel))
        {
            Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        }

        var step = (await EndAsync(flow, run))["steps"]![1]!;
        var source = (await _app.GetAsync($"2/0/integrations/{second}"))["integration"]!["jobs"]![0]!["sources"]![0]!;
        Assert.Equal(("failure", RunErrorCodes.ConnectionRefused), ((string)step["status"]!, (int)step["executionErrorCode"]!));
        Assert.Contains("is deleted; give the integration another one", (string)step["message"]!, StringComparison.Ordinal);
        Assert.True((bool)source["isConnectionDeleted"]!);
    }

    [Fact]
    public async Task Wrong_password_is_told_without_the_password()
    {
        _loads.Simulator.AddUser(SimulatedLoads.User, "another");
        _loads.Simulator.ExpireTokens();

        var seen = await RunAsync(
            new("wrong password", (name, model, connection) => SimulatedLoads.Import(name, model, connection, Products), RunErrorCodes.ConnectionRefused, "user name or password", "Correct them"),
            SimulatedLoads.ModelId(1));

        // The user name begins with the same word.
        Assert.DoesNotMatch(@"\bplanner\b(?!@)", seen.ToJsonString());
    }

    private async Task AssertAsync(LoadFault fault, string model)
    {
        var run = await RunAsync(fault, model);
        Assert.True((string)run["steps"]![1]!["status"]! == "success", $"{fault.Name}: {run.ToJsonString()}");
        Assert.True((string)run["message"]! == "Completed with failures: 1 of 2 steps", $"{fault.Name}: {run.ToJsonString()}");
    }

    /// <returns>The flow's run, whose first step is as the fault says.</returns>
    private async Task<JsonNode> RunAsync(LoadFault fault, string model)
    {
        foreach (var simulated in fault.Faults(model))
        {
            _loads.Simulator.Add(simulated);
        }

        var broken = await CreateAsync(fault.ToIntegration(fault.Name, model, _connection));
        var next = await CreateAsync(SimulatedLoads.Import($"after {fault.Name}", model, _connection, Currencies, SimulatedLoads.CurrenciesImport, SimulatedLoads.CurrenciesFile));
        var flow = await CreateFlowAsync($"flow of {fault.Name}", fault.Timeout, broken, next);
        var run = await EndAsync(flow, await _app.StartRunAsync(flow));
        var step = run["steps"]![0]!;
        var seen = $"{fault.Name}: {run.ToJsonString()}";
        Assert.True((string)step["status"]! == "failure" && (int?)step["executionErrorCode"] == fault.Code, seen);
        Assert.All(fault.Words, word => Assert.True(((string)step["message"]!).Contains(word, StringComparison.Ordinal), $"'{word}' is missing; {seen}"));

        var errors = (await _app.GetAsync($"2/0/integrations/runerror/{(string)step["runId"]!}"))["runs"]!.ToJsonString();
        var texts = JsonNode.Parse(errors)!["errorMessages"]![0]!["errorMessage"]!.AsArray().Select(error => (string)error!["localMessageText"]!);
        Assert.True(texts.Any(text => fault.Words.All(word => text.Contains(word, StringComparison.Ordinal))), $"{errors} {seen}");
        Assert.DoesNotContain("sig=", seen + errors, StringComparison.Ordinal);
        using var dump = await _app.Client.GetAsync(new Uri($"2/0/integrations/run/{(string)step["runId"]!}/dump", UriKind.Relative), Cancel);
        Assert.True(dump.StatusCode == HttpStatusCode.NotFound, seen);
        return run;
    }

    private Task<JsonNode> EndAsync(string flow, string run) => Wait.For(
        async () => (await _app.GetAsync($"2/0/integrationflows/{flow}/runs/{run}"))["run"]!, read => read["endDate"] is not null);

    private async Task<string> ConnectAsync(JsonObject connection) => (string)(await _app.PostAsync("2/0/integrations/connections", connection))["connections"]!["connectionId"]!;

    private async Task<string> CreateAsync(JsonObject integration) => (string)(await _app.PostAsync("2/0/integrations", integration))["integration"]!["integrationId"]!;

    private async Task<string> CreateFlowAsync(string name, string? timeout, params string[] integrations) =>
        (string)(await _app.PostAsync("2/0/integrationflows", SimulatedLoads.Chain(name, timeout, integrations)))["integrationFlow"]!["integrationFlowId"]!;
}
