using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs;
using FlowFunctions.Cli.App;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Demo;
using FlowFunctions.Cli.Files;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Rendering;
using FlowFunctions.Testing;

namespace FlowFunctions.Cli.Tests.Demo;

[Needs(Need.Azurite)]
public sealed class DemoScenarioTests(AzuriteFixture azurite)
{
    private static readonly AppKey Key = new("secret", "$(cat .flows/dev-key)");
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FileStore _files = FileStore.Of(azurite.ConnectionString, $"scenario-{Random.Shared.Next(1_000_000, 10_000_000)}");

    [Fact]
    public async Task First_demo_creates_the_samples_runs_the_flow_and_is_as_expected()
    {
        await using var api = await NewApiAsync();

        var (isExpected, output) = await PlayAsync(api);

        Assert.True(isExpected, output);
        Assert.Equal(8, api.To("POST /2/0/integrations").Count());
        var flow = Assert.Single(api.To("POST /2/0/integrationflows"));
        Assert.DoesNotContain("${", flow.Body);
        Assert.Contains("Created 1 connection, 8 integrations and the flow 'Nightly planning load'.", output);
        Assert.Contains("currencies.csv, products-2026-11.csv, products-2026-12.csv, sales.csv", output);
        Assert.Contains("\"message\": \"Completed with failures: 1 of 7 steps\"", output);
        Assert.Contains("curl -H \"$key\" $flow/runs/r1", output);
        Assert.DoesNotContain("secret", output);
        Assert.DoesNotContain("sig=", output);
    }

    [Fact]
    public async Task Connection_leads_to_the_files_and_the_integrations_use_it()
    {
        await using var api = await NewApiAsync();

        await PlayAsync(api);

        var connection = Assert.Single(api.To("POST /2/0/integrations/connections")).Json;
        Assert.Equal(("AzureBlob", _files.ContainerName, _files.AccountName), ((string?)connection["type"], (string?)connection["body"]!["containerName"], (string?)connection["body"]!["storageAccountName"]));
        var signed = new BlobContainerClient(new Uri($"{_files.Address}?{(string?)connection["body"]!["sasToken"]}"));
        Assert.True(await signed.GetBlobClient("sales.csv").ExistsAsync());
        Assert.Equal(5, api.To("POST /2/0/integrations").Count(request => request.Body.Contains("\"connectionId\":\"c1\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_the_run_left_is_told_and_how_to_open_it()
    {
        await using var api = await NewApiAsync();

        var (_, output) = await PlayAsync(api);

        Assert.Contains("'Load sales' left a dump of 3 rejected rows:", output);
        Assert.Contains("  P-199,EUR,2026-10,12,480.00,11,moduleImportInvalidListIdentifier,Item not found in list Products: P-199\n", output);
        Assert.Contains($"curl -H \"$key\" {api.Client.Address}2/0/integrations/run/s1/dump\n", output);
        Assert.Contains($"The plan is at {_files.AddressOf("out/plan.csv")}\n", output);
        Assert.Contains("483 bytes, SHA-256 4ab96b3ed2180f6c429cc2eee17407feced6c484863414dd6337bc6289ea2dfd", output);
        Assert.Contains("The simulated Anaplan saw 5 tasks: Currencies from currencies.csv,", output);
    }

    [Fact]
    public async Task Export_with_other_bytes_is_not_as_expected()
    {
        await using var api = await NewApiAsync(plan: "Products,Months,Quantity,Revenue\n"u8.ToArray());

        var (isExpected, output) = await PlayAsync(api);

        Assert.False(isExpected);
        Assert.Contains("not as in Samples/expected/plan.csv", output);
        Assert.Contains("out/plan.csv: 33 bytes that differ from the 483 of the sample from byte 33 on", output);
    }

    [Fact]
    public async Task Later_demo_replaces_what_the_first_one_left()
    {
        await using var api = await NewApiAsync();
        var samples = await SampleDocuments.ReadAsync(None);
        var names = samples.Definitions.Where(definition => definition.Kind == Kind.Integration).Select(definition => definition.Name).ToList();
        api.On("GET /2/0/integrations?limit=1000&offset=0", List("integrations", [.. names.Select((name, i) => $$"""{"integrationId":"old{{i}}","name":"{{name.ToUpperInvariant()}} "}""")]));
        api.On("GET /2/0/integrationflows?limit=1000&offset=0", List("integrationFlows", ["""{"id":"f1","name":"nightly planning load","latestRun":{}}"""]));
        var connections = List("connections", ["""{"connectionId":"oldc","connectionType":"AzureBlob","body":{"name":"planning files"}}"""]);
        api.On("GET /2/0/integrations/connections?limit=1000&offset=0", connections, connections);
        api.On("PATCH /2/0/integrations/connections/oldc", "{}");
        api.On("GET /2/0/integrationflows/f1/runs?limit=1", """{"runs":[]}""");
        for (var i = 0; i < 8; i++)
        {
            api.On($"GET /2/0/integrations/old{i.ToString(CultureInfo.InvariantCulture)}", $$"""{"integration":{"integrationId":"old{{i}}","name":"{{names[i].ToUpperInvariant()}} "} }""");
            api.On($"PUT /2/0/integrations/old{i.ToString(CultureInfo.InvariantCulture)}", "{}");
        }

        api.On("PUT /2/0/integrationflows/f1", "{}");

        var (isExpected, output) = await PlayAsync(api);

        Assert.True(isExpected, output);
        Assert.Empty(api.To("POST /2/0/integrations/connections"));
        Assert.StartsWith("sv=", (string?)api.To("PATCH /2/0/integrations/connections/oldc").Single().Json["sasToken"]);
        Assert.Empty(api.To("POST /2/0/integrations"));
        Assert.Empty(api.To("POST /2/0/integrationflows"));
        Assert.Equal($"old{names.IndexOf("Load currencies")}", (string?)api.To("PUT /2/0/integrationflows/f1").Single().Json["steps"]![0]!["referrer"]);
        Assert.Contains("Updated 1 connection, 8 integrations", output);
    }

    [Fact]
    public async Task Run_that_a_killed_demo_left_is_cancelled_first()
    {
        await using var api = await NewApiAsync();
        api.On("GET /2/0/integrationflows?limit=1000&offset=0", List("integrationFlows", ["""{"id":"f1","name":"Nightly planning load"}"""]));
        api.On("GET /2/0/integrationflows/f1/runs?limit=1", """{"runs":[{"id":"r0","endDate":null}]}""");
        api.On("POST /2/0/integrationflows/f1/runs/r0/cancel", "{}");
        api.On("GET /2/0/integrationflows/f1/runs/r0", """{"run":{"id":"r0","endDate":null}}""", """{"run":{"id":"r0","endDate":"2026-11-23T01:00:00.000Z"}}""");
        api.On("PUT /2/0/integrationflows/f1", "{}");

        var (isExpected, output) = await PlayAsync(api);

        Assert.True(isExpected, output);
        Assert.Contains("Cancelling the run that an earlier demo left", output);
        var calls = api.Requests.Select(request => request.Call).ToList();
        Assert.True(calls.LastIndexOf("GET /2/0/integrationflows/f1/runs/r0") < calls.IndexOf("POST /2/0/integrationflows/f1/run"));
    }

    [Fact]
    public async Task Run_that_ends_otherwise_is_told_and_is_not_as_expected()
    {
        await using var api = await NewApiAsync(Runs.Ended with { Steps = [.. Runs.Ended.Steps.Take(7), Runs.Step("Tell planners", StepStatus.NotRun)] });

        var (isExpected, output) = await PlayAsync(api);

        Assert.False(isExpected);
        Assert.Contains("The run did not end as expected:\nTell planners: expected success, was not run", output);
    }

    [Fact]
    public async Task LatestRun_is_read_until_it_tells_the_end()
    {
        await using var api = await NewApiAsync();
        var running = """{"integrationFlow":{"id":"f1","name":"n","latestRun":{"startDate":"2026-11-23T01:00:00.000Z","endDate":null,"success":false,"message":"Running"}}}""";
        api.On("GET /2/0/integrationflows/f2", running, FlowAnswer("f2"));

        var latestRun = await new RunWatch(api.Client, TimeProvider.System).LatestRunAsync(new InstalledFlow("f2", "n"), None);

        Assert.Equal(ExpectedRun.Message, latestRun.Message);
    }

    /// <summary>An app without flows, whose one run is begun, halfway and ended; and what it leaves, as the samples expect it unless told otherwise.</summary>
    private async Task<ScriptedApi> NewApiAsync(FlowRun? ended = null, byte[]? plan = null)
    {
        var samples = await SampleDocuments.ReadAsync(None);
        var api = await ScriptedApi.StartAsync();
        api.On("POST /2/0/integrations/connections", """{"connections":{"connectionId":"c1"}}""");
        api.On("POST /2/0/integrations", [.. Enumerable.Range(0, 8).Select(i => $$$"""{"integration":{"integrationId":"i{{{i}}}"}}""")]);
        api.On("POST /2/0/integrationflows", """{"integrationFlow":{"integrationFlowId":"f1"}}""");
        api.On("POST /2/0/integrationflows/f1/run", """{"run":{"id":"r1"}}""");
        api.Before("POST /2/0/integrationflows/f1/run", () => ExportAsync(plan ?? samples.Expected.Plan));
        api.On("GET /2/0/integrationflows/f1/runs/r1", RunAnswer(Runs.Begun), RunAnswer(Runs.Halfway), RunAnswer(ended ?? Runs.Ended));
        api.On("GET /2/0/integrationflows/f1", FlowAnswer("f1"));
        api.On("GET /2/0/integrations/run/s1/dump", Encoding.UTF8.GetString(samples.Expected.RejectedSales));
        var tasks = ExpectedResults.Tasks.Select((name, i) => $$$"""{"name":"{{{name}}}","task":{"taskState":"COMPLETE","creationTime":"2026-11-23T01:00:0{{{i}}}Z"}}""").Reverse();
        api.On("GET /_control/state", $$"""{"models":[{"tasks":[{{string.Join(',', tasks)}}]}]}""");
        return api;
    }

    private async Task ExportAsync(byte[] plan) =>
        await new BlobContainerClient(azurite.ConnectionString, _files.ContainerName).UploadBlobAsync("out/plan.csv", new BinaryData(plan));

    private async Task<(bool IsExpected, string Output)> PlayAsync(ScriptedApi api)
    {
        api.On("GET /2/0/integrations/connections?limit=1000&offset=0", List("connections", []));
        api.On("GET /2/0/integrations?limit=1000&offset=0", List("integrations", []));
        api.On("GET /2/0/integrationflows?limit=1000&offset=0", List("integrationFlows", []));
        using var output = new StringWriter { NewLine = "\n" };
        var view = new PlainView(output, TimeProvider.System);
        var scenario = new DemoScenario(api.Client, _files, api.Simulator, view, TimeProvider.System);
        var isExpected = await scenario.PlayAsync(await SampleDocuments.ReadAsync(None), "http://127.0.0.1:1", Key, None);
        return (isExpected, output.ToString());
    }

    private static string List(string name, IReadOnlyList<string> items) =>
        $$"""{"{{name}}":[{{string.Join(',', items)}}],"meta":{"paging":{"currentPageSize":{{items.Count}},"offset":0,"totalSize":{{items.Count}} } } }""";

    private static string RunAnswer(FlowRun run) => JsonSerializer.Serialize(new Answers.RunAnswer(run), ApiJson.Default.RunAnswer);

    private static string FlowAnswer(string id) =>
        JsonSerializer.Serialize(new Answers.FlowAnswer(new Flow { Id = id, Name = "Nightly planning load", LatestRun = Runs.Latest }), ApiJson.Default.FlowAnswer);
}
