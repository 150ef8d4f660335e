using System.Net;
using System.Text;
using System.Text.Json;
using FlowFunctions.Api.OpenApi;
using FlowFunctions.Runs;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Storage;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.Api.OpenApi;

/// <summary>Sends every example of the document to the whole application on the embedded runtime, and holds every answer to the document.</summary>
public sealed class ExamplesTests(AzuriteFixture azurite) : IAsyncLifetime
{
    /// <summary>Needs what the application does not have yet: taken off when it does.</summary>
    private static readonly (string Function, string Example)[] NotAcceptedYet = [("CreateIntegration", "import")];

    private readonly Dictionary<string, string> _ids = [];
    private readonly HashSet<string> _answered = [];
    private readonly HashSet<(string Function, string Example)> _sent = [];
    private ScriptedEndpoint _endpoint = null!;
    private EmbeddedHost _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _endpoint = await ScriptedEndpoint.StartAsync();
        var account = azurite.NewAccount();
        var storage = await StorageScope.CreateAsync(account);
        _app = await EmbeddedHost.RunProgramAsync(typeof(RunFlow).Assembly, new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = account,
            ["Flows:StoragePrefix"] = storage.Prefix,
            ["Flows:TaskHub"] = storage.Prefix,
            ["Flows:InlineWait"] = "00:00:01",
            ["Targets:AllowPrivateNetworks"] = "true",
            ["Security:Keys:0:Name"] = "ann",
            ["Security:Keys:0:Role"] = "editor",
            ["Security:Keys:0:Salt"] = Convert.ToBase64String(new byte[16]),
            ["Security:Keys:0:Hash"] = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData([.. new byte[16], .. Encoding.UTF8.GetBytes(ApiApplication.EditorKey)])),
            ["Targets:Secrets:publishing"] = "a secret of these tests",
        });
        _client = new HttpClient(new CheckedHandler()) { BaseAddress = _app.Client.BaseAddress };
        _client.DefaultRequestHeaders.Add("x-functions-key", ApiApplication.EditorKey);
        await Wait.Until(async () => (await _app.Client.GetAsync("2/0/health")).StatusCode == HttpStatusCode.OK);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _endpoint.DisposeAsync();
    }

    [Fact]
    public async Task Every_example_is_taken_and_every_answer_is_as_documented()
    {
        _endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 200));
        await DefineAsync();
        await RunAsync();
        await SendAsync("DeleteFlow");
        await SendAsync("DeleteIntegration", id: SampleIds.PublishPlan);
        foreach (var function in new[] { "GetHealth", "GetOpenApiDocument", "GetDocsPage", "GetDocsAsset" })
        {
            await SendAsync(function);
        }

        var served = DocumentedApi.Current.Served.ToList();
        Assert.Empty(served.Select(operation => operation.Function).Except(_answered));
        Assert.Equal(
            NotAcceptedYet,
            served.SelectMany(operation => operation.Examples.Keys.Select(example => (operation.Function, example))).Except(_sent));
    }

    private async Task DefineAsync()
    {
        Learn(SampleIds.LoadProducts, (await SendAsync("CreateIntegration", "process")).GetProperty("integration").GetProperty("integrationId"));
        Learn(SampleIds.PublishPlan, (await SendAsync("CreateIntegration", "endpoint")).GetProperty("integration").GetProperty("integrationId"));
        await SendAsync("ReplaceIntegration", "endpoint", SampleIds.PublishPlan);
        await SendAsync("PatchIntegration", "longer", SampleIds.PublishPlan);
        Learn(
            SampleIds.LoadSales,
            (await SendAsync("CreateIntegration", "endpoint", edit: body => body.Replace("Publish plan", "Load sales").Replace("/publish", "/sales"))).GetProperty("integration").GetProperty("integrationId"));
        await SendAsync("ListIntegrations");
        await SendAsync("GetIntegration", id: SampleIds.PublishPlan);

        await SendAsync("ValidateFlow", "nightlyLoad");
        Learn(SampleIds.Flow, (await SendAsync("CreateFlow", "nightlyLoad")).GetProperty("integrationFlow").GetProperty("integrationFlowId"));
        await SendAsync("ReplaceFlow", "nightlyLoad");
        await SendAsync("ListFlows");
        await SendAsync("GetFlow");
    }

    private async Task RunAsync()
    {
        // Some steps, cancelled on their way and resumed.
        var gate = new TaskCompletionSource();
        _endpoint.Otherwise(async context =>
        {
            await gate.Task.WaitAsync(context.RequestAborted);
            await ScriptedEndpoint.Answer(context, 200);
        });
        var cancelled = await StartAsync("StartFlowRun", "someSteps");
        await Wait.Until(() => _endpoint.Received.Count > 0);
        await SendAsync("GetFlowRun");
        await SendAsync("GetFlow");
        await SendAsync("GetIntegrationRunError");
        await SendAsync("CancelFlowRun");
        gate.SetResult();
        await EndAsync(cancelled);
        await SendAsync("GetIntegrationRunError");
        var resumed = Started(await SendAsync("ResumeFlowRun"));
        await EndAsync(resumed);

        // Every step; the process has no model to run in, so that its step fails.
        var failed = await StartAsync("StartFlowRun", "everything");
        await EndAsync(failed);
        await SendAsync("GetFlowRun");
        await SendAsync("GetIntegrationRunError");
        await SendAsync("ListFlowRuns");
        await SendAsync("ValidateFlow", "nightlyLoad");

        var alone = await StartAsync("StartIntegrationRun", "everything", SampleIds.PublishPlan);
        await EndAsync(alone);
        await SendAsync("GetIntegrationRun");
        await SendAsync("GetIntegrationRunError");
        await SendAsync("ListIntegrationRuns", id: SampleIds.PublishPlan);
        await SendAsync("GetIntegration", id: SampleIds.PublishPlan);
        await SendAsync("ListIntegrations");
        await SendAsync("ListFlows");
    }

    private async Task<string> StartAsync(string function, string example, string? id = null) => Started(await SendAsync(function, example, id));

    private string Started(JsonElement answer)
    {
        var runId = answer.GetProperty("run").GetProperty("id");
        Learn(SampleIds.FlowRun, runId);
        return runId.GetString()!;
    }

    /// <summary>Until the run is on record.</summary>
    private async Task EndAsync(string runId) =>
        await Wait.For(
            async () => JsonDocument.Parse(await _client.GetStringAsync(new Uri($"2/0/integrations/run/{runId}", UriKind.Relative))).RootElement.GetProperty("run"),
            run => run.GetProperty("endDate").ValueKind != JsonValueKind.Null);

    private void Learn(string sampleId, JsonElement id) => _ids[sampleId] = id.GetString()!;

    /// <param name="function">Name of the operation.</param>
    /// <param name="example">Name of the example to send; null for a call without a body.</param>
    /// <param name="id">Sample id in the path; the flow's where it is not given.</param>
    /// <param name="edit">Makes another body of the example.</param>
    private async Task<JsonElement> SendAsync(string function, string? example = null, string? id = null, Func<string, string>? edit = null)
    {
        var operation = DocumentedApi.Current.Of(function);
        var path = operation.At(parameter => parameter switch
        {
            "id" => _ids[id ?? SampleIds.Flow],
            "runId" => _ids[SampleIds.FlowRun],
            _ => "docs.js",
        });
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), path);
        if (example is not null)
        {
            var body = operation.Examples[example].Replace("https://planning.example.com", _endpoint.Url, StringComparison.Ordinal);
            body = _ids.Aggregate(body, (text, known) => text.Replace(known.Key, known.Value, StringComparison.Ordinal));
            request.Content = new StringContent(edit is null ? body : edit(body), Encoding.UTF8, "application/json");
            _sent.Add((function, example));
        }

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{operation} {example}: {(int)response.StatusCode} {answer}");
        _answered.Add(function);
        return response.Content.Headers.ContentType?.MediaType == "application/json" ? JsonDocument.Parse(answer).RootElement : default;
    }
}
