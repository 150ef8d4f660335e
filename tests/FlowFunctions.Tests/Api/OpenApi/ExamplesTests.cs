using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using FlowFunctions.Runs;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Storage;
using FlowFunctions.Tests.Targets;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Api.OpenApi;

/// <summary>Sends every example of the document to the whole application on its own host, and holds every answer to the document.</summary>
[Needs(Need.App)]
public sealed class ExamplesTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string ActionId = "112000000007";

    private readonly Dictionary<string, string> _ids = [];
    private readonly HashSet<string> _answered = [];
    private string _script = "";
    private readonly HashSet<(string Function, string Example)> _sent = [];
    private readonly string _secretKeys = Directory.CreateTempSubdirectory("flows-secret-keys-").FullName;
    private ScriptedEndpoint _endpoint = null!;
    private DumpStore _dumps = null!;
    private HostedApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _endpoint = await ScriptedEndpoint.StartAsync();
        var account = azurite.NewAccount();
        var storage = await StorageScope.CreateAsync(account);
        _dumps = new(new StorageContainers(new BlobServiceClient(account), Options.Create(new StorageOptions { StoragePrefix = storage.Prefix })));
        _app = await HostedApp.StartAsync(new Dictionary<string, string>
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
            ["Secrets:KeyFolder"] = _secretKeys,
            ["Notifications:Webhooks:planning:Url"] = _endpoint.Url + "/planning",
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
        Directory.Delete(_secretKeys, recursive: true);
    }

    [Fact]
    public async Task Every_example_is_taken_and_every_answer_is_as_documented()
    {
        _endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 200));
        await ConnectAsync();
        await DefineAsync();
        await ScheduleAsync();
        await NotifyAsync();
        await RunAsync();
        await DumpAsync();
        await ReadFeedAsync();
        await SignInAsync();
        await SendAsync("DeleteFlow");
        await SendAsync("DeleteIntegration", id: SampleIds.PublishPlan);
        var page = await _app.Client.GetStringAsync("/", TestContext.Current.CancellationToken);
        _script = Regex.Match(page, "assets/(?<name>[^\"/]+[.]js)\"", RegexOptions.NonBacktracking).Groups["name"].Value;
        foreach (var function in new[] { "GetDashboardPage", "GetDashboardAsset", "GetHealth", "GetReadiness", "GetLiveness", "GetVersion", "GetCaller", "GetOpenApiDocument", "GetDocsPage", "GetDocsAsset" })
        {
            await SendAsync(function);
        }

        Assert.Empty(DocumentedApi.Current.Operations.Select(operation => operation.Function).Except(_answered));
        Assert.Empty(DocumentedApi.Current.Operations.SelectMany(operation => operation.Examples.Keys.Select(example => (operation.Function, example))).Except(_sent));
    }

    /// <summary>Connections of every kind, and integrations whose jobs use them.</summary>
    private async Task ConnectAsync()
    {
        Learn(SampleIds.Connection, (await SendAsync("CreateConnection", "azureBlob")).GetProperty("connections").GetProperty("connectionId"));
        await SendAsync("CreateConnection", "azureBlobByIdentity");
        Learn(SampleIds.Bucket, (await SendAsync("CreateConnection", "amazonS3")).GetProperty("connections").GetProperty("connectionId"));
        Learn(SampleIds.Dataset, (await SendAsync("CreateConnection", "googleBigQuery")).GetProperty("connections").GetProperty("connectionId"));
        await SendAsync("ReplaceConnection", "azureBlob", SampleIds.Connection);
        await SendAsync("PatchConnection", "newToken", SampleIds.Connection);
        await SendAsync("ListConnections");
        await SendAsync("GetConnection", id: SampleIds.Connection);
        Assert.Contains("No Anaplan user is configured", (await SendAsync("CheckAnaplan")).GetProperty("check").GetProperty("message").GetString()!, StringComparison.Ordinal);
        var check = (await SendAsync("CheckConnection", id: SampleIds.Connection)).GetProperty("check");

        // Whether the example's account cannot be reached from here, or refuses its token.
        Assert.NotEqual(JsonValueKind.True, check.GetProperty("works").ValueKind);
        Assert.Contains("of the connection 'Sales files'", check.GetProperty("message").GetString()!, StringComparison.Ordinal);

        foreach (var example in new[] { "import", "export", "processWithJobs" })
        {
            Learn(example, Identified(await SendAsync("CreateIntegration", example)));
            await SendAsync("GetIntegration", id: example);
        }

        await SendAsync("ListIntegrations");
        Assert.NotEmpty((await SendAsync("GetConnection", id: SampleIds.Connection)).GetProperty("use").GetProperty("integrations").EnumerateArray());
        await SendAsync("DeleteConnection", id: SampleIds.Connection);
        var end = (await SendAsync("GetIntegration", id: "import")).GetProperty("integration").GetProperty("jobs")[0].GetProperty("sources")[0];
        Assert.True(end.GetProperty("isConnectionDeleted").GetBoolean());
    }

    private async Task DefineAsync()
    {
        Learn(SampleIds.LoadProducts, Identified(await SendAsync("CreateIntegration", "process")));
        Learn(SampleIds.PublishPlan, Identified(await SendAsync("CreateIntegration", "endpoint")));
        await SendAsync("ReplaceIntegration", "endpoint", SampleIds.PublishPlan);
        await SendAsync("PatchIntegration", "longer", SampleIds.PublishPlan);
        await SendAsync("PatchIntegration", "rotated", SampleIds.PublishPlan);
        Learn(
            SampleIds.LoadSales,
            Identified(await SendAsync("CreateIntegration", "endpoint", edit: body => body.Replace("Publish plan", "Load sales by call").Replace("/publish", "/sales"))));
        await SendAsync("ListIntegrations");
        await SendAsync("GetIntegration", id: SampleIds.PublishPlan);

        await SendAsync("ValidateFlow", "nightlyLoad");
        Learn(SampleIds.Flow, (await SendAsync("CreateFlow", "nightlyLoad")).GetProperty("integrationFlow").GetProperty("integrationFlowId"));
        await SendAsync("ReplaceFlow", "nightlyLoad");
        await SendAsync("ListFlows");
        await SendAsync("GetFlow");
    }

    /// <summary>A schedule of every type, of an integration; it is gone again before anything runs.</summary>
    private async Task ScheduleAsync()
    {
        foreach (var type in DocumentedApi.Current.Of("CreateSchedule").Examples.Keys)
        {
            await SendAsync("CreateSchedule", type, SampleIds.LoadSales, NeverOver);
            await SendAsync("GetSchedule", id: SampleIds.LoadSales);
            await SendAsync("GetIntegration", id: SampleIds.LoadSales);
            await SendAsync("DeleteSchedule", id: SampleIds.LoadSales);
        }

        await SendAsync("CreateSchedule", "daily", SampleIds.LoadSales);
        await SendAsync("ReplaceSchedule", "hourly", SampleIds.LoadSales, NeverOver);
        Assert.Equal(10, (await SendAsync("GetNextOccurrences", id: SampleIds.LoadSales)).GetProperty("next").GetProperty("occurrences").GetArrayLength());
        Assert.NotEmpty((await SendAsync("ListOccurrences")).GetProperty("occurrences").EnumerateArray());
        await SendAsync("SetScheduleStatus", id: SampleIds.LoadSales);
        await SendAsync("GetSchedule", id: SampleIds.LoadSales);
        await SendAsync("ListIntegrations");
        await SendAsync("DeleteSchedule", id: SampleIds.LoadSales);

        // The application has the real clock here.
        static string NeverOver(string body) => body.Replace("\"endDate\":\"2027-", "\"endDate\":\"2999-");
    }

    private async Task NotifyAsync()
    {
        Learn(SampleIds.Notification, (await SendAsync("GetIntegration", id: SampleIds.LoadSales)).GetProperty("integration").GetProperty("notificationId"));
        await SendAsync("GetNotificationConfiguration", id: SampleIds.Notification);
        foreach (var example in new[] { "failures", "webhook" })
        {
            await SendAsync("DeleteNotificationConfiguration", id: SampleIds.Notification);
            await SendAsync("GetIntegration", id: SampleIds.LoadSales);
            Learn(SampleIds.Notification, (await SendAsync("CreateNotificationConfiguration", example)).GetProperty("notification").GetProperty("notificationId"));
            await SendAsync("GetNotificationConfiguration", id: SampleIds.Notification);
        }

        await SendAsync("ReplaceNotificationConfiguration", "failures", SampleIds.Notification);
        await SendAsync("ReplaceNotificationConfiguration", "webhook", SampleIds.Notification);
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
        await SendAsync("PreviewResumeOfFlowRun");
        var resumed = cancelled;
        foreach (var example in new[] { "rest", "fromStep" })
        {
            var next = Started(await SendAsync("ResumeFlowRun", example));
            await EndAsync(next);
            Assert.Equal(resumed, (await SendAsync("GetFlowRun")).GetProperty("run").GetProperty("resumedFrom").GetString());
            resumed = next;
        }

        // Every step; the process has no model to run in, so that its step fails.
        var failed = await StartAsync("StartFlowRun", "everything");
        await EndAsync(failed);
        await SendAsync("GetFlowRun");
        await SendAsync("GetIntegrationRunError");
        await SendAsync("ListFlowRuns");
        Assert.NotEmpty((await SendAsync("ListFlowRuns", query: "?steps=true")).GetProperty("runs")[0].GetProperty("steps").EnumerateArray());
        Assert.NotEmpty((await SendAsync("GetFlowDurations")).GetProperty("durations").GetProperty("steps").EnumerateArray());
        await SendAsync("ValidateFlow", "nightlyLoad");

        await CancelAloneAsync();
        var alone = await StartAsync("StartIntegrationRun", "everything", SampleIds.PublishPlan);
        await EndAsync(alone);
        await SendAsync("GetIntegrationRun");
        await SendAsync("GetIntegrationRunError");
        await SendAsync("ListIntegrationRuns", id: SampleIds.PublishPlan);
        await SendAsync("GetIntegration", id: SampleIds.PublishPlan);
        await SendAsync("ListIntegrations");
        await SendAsync("ListFlows");
    }

    /// <summary>An integration's own run, whose endpoint does not answer before.</summary>
    private async Task CancelAloneAsync()
    {
        var gate = new TaskCompletionSource();
        var received = _endpoint.Received.Count;
        _endpoint.Otherwise(async context =>
        {
            await gate.Task.WaitAsync(context.RequestAborted);
            await ScriptedEndpoint.Answer(context, 200);
        });
        var run = await StartAsync("StartIntegrationRun", "everything", SampleIds.PublishPlan);
        await Wait.Until(() => _endpoint.Received.Count > received);
        await SendAsync("CancelIntegrationRun");
        gate.SetResult();
        await EndAsync(run);
    }

    /// <summary>Of the run that was the last.</summary>
    private async Task DumpAsync()
    {
        foreach (var actionId in new[] { null, ActionId })
        {
            await _dumps.WriteAsync(
                _ids[SampleIds.FlowRun],
                actionId,
                (stream, token) => stream.WriteAsync("Product,Units\r\n4711,3\r\n"u8.ToArray(), token).AsTask(),
                TestContext.Current.CancellationToken);
        }

        await SendAsync("GetIntegrationRunDump");
        await SendAsync("GetIntegrationRunActionDump");
    }

    /// <summary>The flow's failure is in it a moment after the run's end.</summary>
    private async Task ReadFeedAsync()
    {
        var feed = await Wait.For(() => SendAsync("ListNotifications"), answer => answer.GetProperty("notifications").GetArrayLength() > 0);
        Learn(SampleIds.Message, feed.GetProperty("notifications")[0].GetProperty("id"));
        await SendAsync("MarkNotificationRead", id: SampleIds.Message);
        await SendAsync("MarkAllNotificationsRead");

        // Those of another run may come meanwhile.
        var read = (await SendAsync("ListNotifications")).GetProperty("notifications").EnumerateArray().ToDictionary(message => message.GetProperty("id").GetString()!, message => message.GetProperty("isRead").GetBoolean());
        Assert.All(feed.GetProperty("notifications").EnumerateArray(), message => Assert.True(read[message.GetProperty("id").GetString()!]));
    }

    private async Task SignInAsync()
    {
        var sample = JsonDocument.Parse(DocumentedApi.Current.Of("OpenSession").Examples["code"]).RootElement.GetProperty("code").GetString()!;
        Learn(sample, (await SendAsync("CreateSignInCode")).GetProperty("code").GetProperty("code"));
        var session = (await SendAsync("OpenSession", "code")).GetProperty("session");
        _client.DefaultRequestHeaders.Remove("x-functions-key");
        _client.DefaultRequestHeaders.Authorization = new("Bearer", session.GetProperty("token").GetString());
        Assert.Equal("session", (await SendAsync("GetCaller")).GetProperty("caller").GetProperty("signIn").GetString());
        await SendAsync("EndSession");
        Assert.Equal(HttpStatusCode.Unauthorized, (await _client.GetAsync(new Uri("2/0/caller", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        _client.DefaultRequestHeaders.Authorization = null;
        _client.DefaultRequestHeaders.Add("x-functions-key", ApiApplication.EditorKey);
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

    private static JsonElement Identified(JsonElement answer) => answer.GetProperty("integration").GetProperty("integrationId");

    private void Learn(string sampleId, JsonElement id) => _ids[sampleId] = id.GetString()!;

    /// <param name="function">Name of the operation.</param>
    /// <param name="example">Name of the example to send; null for a call without a body.</param>
    /// <param name="id">Sample id in the path; the flow's where it is not given.</param>
    /// <param name="edit">Makes another body of the example.</param>
    /// <param name="query">Beginning with a question mark; empty for none.</param>
    private async Task<JsonElement> SendAsync(string function, string? example = null, string? id = null, Func<string, string>? edit = null, string query = "")
    {
        var operation = DocumentedApi.Current.Of(function);
        var path = operation.At(parameter => parameter switch
        {
            "id" => _ids[id ?? SampleIds.Flow],
            "runId" => _ids[SampleIds.FlowRun],
            "actionId" => ActionId,
            "status" => "disabled",
            "page" => "flows",
            "part" => "runs",
            "item" => _ids[SampleIds.FlowRun],
            "file" when function == "GetDashboardAsset" => _script,
            _ => "docs.js",
        });
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), path + query);
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
