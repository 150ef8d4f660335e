using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FlowFunctions.Testing;
using FlowFunctions.Tests.EndToEnd;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.Runs.Http;

/// <summary>The whole application on its own host, with a scripted endpoint as the target of its steps.</summary>
[Needs(Need.App)]
public sealed class RunsOverHttpTests(ServedAppFixture served) : IClassFixture<ServedAppFixture>, IAsyncLifetime
{
    private readonly string _test = Guid.CreateVersion7().ToString("N");
    private readonly Dictionary<string, string> _integrations = [];
    private ScriptedEndpoint _endpoint = null!;

    private HttpClient Client => served.App.Client;

    public async ValueTask InitializeAsync() => _endpoint = await ScriptedEndpoint.StartAsync();

    public ValueTask DisposeAsync() => _endpoint.DisposeAsync();

    [Fact]
    public async Task Flow_runs_to_its_end_and_is_read_everywhere()
    {
        var polls = 0;
        var tries = 0;
        _endpoint.Otherwise(context => context.Request.Path.Value switch
        {
            "/a" => ScriptedEndpoint.Answer(context, 200),
            "/b" => ScriptedEndpoint.Answer(context, 202, """{"progress":0.1}""", ("Location", "/b/task"), ("Retry-After", "1")),
            "/b/task" => Interlocked.Increment(ref polls) < 3
                ? ScriptedEndpoint.Answer(context, 202, """{"progress":0.5,"message":"halfway"}""", ("Retry-After", "1"))
                : ScriptedEndpoint.Answer(context, 200, """{"outcome":"success","message":"5 rows"}"""),
            "/c" => Interlocked.Increment(ref tries) < 3
                ? ScriptedEndpoint.Answer(context, 503, null, ("Retry-After", "0"))
                : ScriptedEndpoint.Answer(context, 200, """{"outcome":"failure","message":"no rows","executionErrorCode":42,"details":["row 1"]}"""),
            _ => ScriptedEndpoint.Answer(context, 200, """{"outcome":"partial_success","message":"half"}"""),
        });
        var flowId = await CreateFlowAsync(Step("a"), Step("b", "a"), Step("c", "a", onFailure: "continue"), Step("d", "bc"));

        var runId = await RunAsync(flowId);
        var live = await Wait.For(() => RunOfAsync(flowId, runId), run => run.GetProperty("steps")[1].GetProperty("message").GetString() == "halfway");
        Assert.Equal("running", live.GetProperty("steps")[1].GetProperty("status").GetString());
        Assert.Equal(0.5, live.GetProperty("steps")[1].GetProperty("progress").GetDouble());
        Assert.Equal("steps", live.GetProperty("steps")[3].GetProperty("waitingFor").GetProperty("reason").GetString());
        Assert.Equal("Running", (await GetAsync($"2/0/integrationflows/{flowId}")).GetProperty("integrationFlow").GetProperty("latestRun").GetProperty("message").GetString());
        var run = await EndAsync(flowId, runId);

        Assert.Equal(["success", "success", "failure", "partial_success"], StatusesOf(run));
        Assert.Equal([1, 1, 3, 1], run.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("attempts").GetInt32()));
        Assert.Equal("Completed with failures: 1 of 4 steps", run.GetProperty("message").GetString());
        Assert.Equal(42, run.GetProperty("executionErrorCode").GetInt32());
        var latest = await Wait.For(
            async () => (await GetAsync($"2/0/integrationflows/{flowId}")).GetProperty("integrationFlow").GetProperty("latestRun"),
            latestRun => latestRun.GetProperty("endDate").ValueKind != JsonValueKind.Null);
        Assert.Equal("Completed with failures: 1 of 4 steps", latest.GetProperty("message").GetString());
        Assert.Equal("tester", latest.GetProperty("triggeredBy").GetString());

        var runs = await GetAsync($"2/0/integrationflows/{flowId}/runs");
        Assert.Equal(runId, Assert.Single(runs.GetProperty("runs").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(1, runs.GetProperty("meta").GetProperty("paging").GetProperty("totalSize").GetInt32());
        var stepRunId = run.GetProperty("steps")[2].GetProperty("runId").GetString();
        var stepRun = (await GetAsync($"2/0/integrations/run/{stepRunId}")).GetProperty("run");
        Assert.Equal((runId, "no rows"), (stepRun.GetProperty("flowGroupId").GetString(), stepRun.GetProperty("message").GetString()));
        var error = (await GetAsync($"2/0/integrations/runerror/{stepRunId}")).GetProperty("runs").GetProperty("errorMessages")[0];
        Assert.Equal(["no rows", "row 1"], error.GetProperty("errorMessage").EnumerateArray().Select(text => text.GetProperty("localMessageText").GetString()));
        var history = (await GetAsync($"2/0/integrations/runs/{_integrations["c"]}")).GetProperty("history_of_runs").GetProperty("runs");
        Assert.Equal(stepRunId, Assert.Single(history.EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Of_two_simultaneous_requests_one_runs()
    {
        var gate = new TaskCompletionSource();
        _endpoint.Otherwise(async context =>
        {
            await gate.Task;
            await ScriptedEndpoint.Answer(context, 200);
        });
        var flowId = await CreateFlowAsync(Step("a"), Step("b", "a"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Client.PostAsync(new Uri($"2/0/integrationflows/{flowId}/run", UriKind.Relative), null)));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
        gate.SetResult();
        var started = await answers.Single(answer => answer.IsSuccessStatusCode).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("Success", (await EndAsync(flowId, started.GetProperty("run").GetProperty("id").GetString()!)).GetProperty("message").GetString());
        Assert.Equal(2, _endpoint.Received.Count);
    }

    [Fact]
    public async Task Run_of_an_integration_by_itself_is_cancelled_and_its_target_told()
    {
        _endpoint.Otherwise(context => context.Request.Method == "DELETE"
            ? ScriptedEndpoint.Answer(context, 204)
            : ScriptedEndpoint.Answer(context, 202, null, ("Location", "/task"), ("Retry-After", "2")));
        var flowId = await CreateFlowAsync(Step("a"), Step("b", "a"));
        var flow = await GetAsync($"2/0/integrationflows/{flowId}");
        var integration = flow.GetProperty("integrationFlow").GetProperty("steps")[0].GetProperty("referrer").GetString();
        var started = await (await PostAsync($"2/0/integrations/{integration}/run")).Content.ReadFromJsonAsync<JsonElement>();
        var runId = started.GetProperty("run").GetProperty("id").GetString();
        await Wait.Until(() => _endpoint.Received.Any(request => request.Method == "GET"), describe: () => _endpoint.Received.Count);

        var cancelled = await PostAsync($"2/0/integrations/run/{runId}/cancel");
        var run = (await Wait.For(() => GetAsync($"2/0/integrations/run/{runId}"), answer => answer.GetProperty("run").GetProperty("endDate").ValueKind != JsonValueKind.Null)).GetProperty("run");

        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        Assert.Equal(("cancelled", "tester"), (run.GetProperty("outcome").GetString(), run.GetProperty("cancelledBy").GetString()));
        Assert.Contains(_endpoint.Received, request => request is { Method: "DELETE", Path: "/task" });
        Assert.Equal(HttpStatusCode.OK, (await PostAsync($"2/0/integrations/run/{runId}/cancel")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync($"2/0/integrations/run/{flowId}/cancel")).StatusCode);
    }

    [Fact]
    public async Task Cancel_ends_the_run_and_tells_the_target()
    {
        _endpoint.Otherwise(context => context.Request.Method == "DELETE"
            ? ScriptedEndpoint.Answer(context, 204)
            : ScriptedEndpoint.Answer(context, 202, null, ("Location", "/task"), ("Retry-After", "2")));
        var flowId = await CreateFlowAsync(Step("a"), Step("b", "a"));
        var runId = await RunAsync(flowId);
        await Wait.Until(() => _endpoint.Received.Any(request => request.Method == "GET"), describe: () => _endpoint.Received.Count);

        var cancelled = await PostAsync($"2/0/integrationflows/{flowId}/runs/{runId}/cancel");
        var run = await EndAsync(flowId, runId);

        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        Assert.Equal("Cancelled by tester", run.GetProperty("message").GetString());
        Assert.Equal(("cancelled", "tester"), (run.GetProperty("outcome").GetString(), run.GetProperty("cancelledBy").GetString()));
        Assert.Equal(["cancelled", "not_run"], StatusesOf(run));
        Assert.Contains(_endpoint.Received, request => request is { Method: "DELETE", Path: "/task" });
        Assert.Equal(HttpStatusCode.OK, (await PostAsync($"2/0/integrationflows/{flowId}/runs/{runId}/cancel")).StatusCode);
        await Wait.Until(async () => (await PostAsync($"2/0/integrationflows/{flowId}/run")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Resume_runs_only_what_did_not_succeed()
    {
        var isRepaired = false;
        _endpoint.Otherwise(context => context.Request.Path == "/b" && !isRepaired
            ? ScriptedEndpoint.Answer(context, 400, """{"message":"no such list"}""")
            : ScriptedEndpoint.Answer(context, 200));
        var flowId = await CreateFlowAsync(Step("a"), Step("b", "a"), Step("c", "b"));
        var first = await RunAsync(flowId);
        var failed = await EndAsync(flowId, first);
        Assert.Equal($"Stopped at step '{NameOf("b")}': no such list", failed.GetProperty("message").GetString());
        await UnlockedAsync(flowId);

        isRepaired = true;
        var answer = await PostAsync($"2/0/integrationflows/{flowId}/runs/{first}/resume");
        var second = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("run").GetProperty("id").GetString()!;
        var run = await EndAsync(flowId, second);

        Assert.Equal(["skipped", "success", "success"], StatusesOf(run));
        Assert.Equal("already_done", run.GetProperty("steps")[0].GetProperty("skipReason").GetString());
        Assert.Equal(_integrations["b"], Assert.Single(run.GetProperty("steps")[2].GetProperty("definition").GetProperty("dependsOn").EnumerateArray()).GetString());
        Assert.Equal((first, JsonValueKind.Null), (run.GetProperty("resumedFrom").GetString(), run.GetProperty("resumedBy").ValueKind));
        Assert.Equal(second, (await RunOfAsync(flowId, first)).GetProperty("resumedBy").GetString());
        Assert.Equal(["/a", "/b", "/b", "/c"], _endpoint.Received.Select(request => request.Path));
        await UnlockedAsync(flowId);
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync($"2/0/integrationflows/{flowId}/runs/{second}/resume")).StatusCode);
    }

    [Fact]
    public async Task Resume_from_a_step_runs_it_and_what_depends_on_it_again()
    {
        _endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 200));
        var flowId = await CreateFlowAsync(Step("a"), Step("b", "a"), Step("c", "b"), Step("d"));
        var first = await RunAsync(flowId);
        await EndAsync(flowId, first);
        await UnlockedAsync(flowId);

        var preview = (await GetAsync($"2/0/integrationflows/{flowId}/runs/{first}/resume?fromStep={_integrations["b"]}")).GetProperty("resume");
        var nothing = (await GetAsync($"2/0/integrationflows/{flowId}/runs/{first}/resume")).GetProperty("resume");
        var unknown = await ResumeAsync(flowId, first, "{\"fromStep\":\"" + RunInputs.Id("z") + "\"}");
        var second = await ResumeAsync(flowId, first, "{\"fromStep\":\"" + _integrations["b"] + "\"}");
        var run = await EndAsync(flowId, (await ReadAsync(second)).GetProperty("run").GetProperty("id").GetString()!);

        Assert.Equal(JsonValueKind.Null, preview.GetProperty("refusal").ValueKind);
        Assert.Equal([NameOf("b"), NameOf("c")], NamesOf(preview, "runs"));
        Assert.Equal([NameOf("a"), NameOf("d")], NamesOf(preview, "keeps"));
        Assert.Equal($"Run {first} has left nothing to do.", nothing.GetProperty("refusal").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Equal(["skipped", "success", "success", "skipped"], StatusesOf(run));
        Assert.Equal((first, _integrations["b"]), (run.GetProperty("resumedFrom").GetString(), run.GetProperty("resumedFromStep").GetString()));
        Assert.Equal(["/a", "/b", "/b", "/c", "/c", "/d"], _endpoint.Received.Select(request => request.Path).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string?> NamesOf(JsonElement preview, string list) => preview.GetProperty(list).EnumerateArray().Select(step => step.GetProperty("name").GetString());

    private Task<HttpResponseMessage> ResumeAsync(string flowId, string runId, string body) =>
        Client.PostAsync(new Uri($"2/0/integrationflows/{flowId}/runs/{runId}/resume", UriKind.Relative), new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

    [Fact]
    public async Task Integration_runs_by_itself()
    {
        _endpoint.Then(200, """{"outcome":"failure","message":"no rows"}""");
        await CreateFlowAsync(Step("a"), Step("b"));

        var started = await PostAsync($"2/0/integrations/{_integrations["a"]}/run");
        var runId = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("run").GetProperty("id").GetString();
        var run = await Wait.For(
            async () => (await GetAsync($"2/0/integrations/run/{runId}")).GetProperty("run"), read => read.GetProperty("endDate").ValueKind != JsonValueKind.Null);

        Assert.Equal(("no rows", 1001), (run.GetProperty("message").GetString(), run.GetProperty("executionErrorCode").GetInt32()));
        Assert.Equal(JsonValueKind.Null, run.GetProperty("flowGroupId").ValueKind);
    }

    [Theory]
    [InlineData("GET", "2/0/integrationflows/{flow}/runs/{unknown}")]
    [InlineData("POST", "2/0/integrationflows/{flow}/runs/{unknown}/cancel")]
    [InlineData("GET", "2/0/integrationflows/{flow}/runs/{unknown}/resume")]
    [InlineData("POST", "2/0/integrationflows/{flow}/runs/{unknown}/resume")]
    [InlineData("POST", "2/0/integrationflows/{unknown}/run")]
    [InlineData("POST", "2/0/integrations/{unknown}/run")]
    [InlineData("GET", "2/0/integrations/runs/{unknown}")]
    [InlineData("GET", "2/0/integrations/run/{unknown}")]
    [InlineData("GET", "2/0/integrations/runerror/{unknown}")]
    [InlineData("GET", "2/0/integrations/run/XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX%27")]
    public async Task Unknown_id_is_not_found(string method, string path)
    {
        var flowId = path.Contains("{flow}", StringComparison.Ordinal) ? await CreateFlowAsync(Step("a"), Step("b")) : "";
        using var request = new HttpRequestMessage(
            new HttpMethod(method), new Uri(path.Replace("{flow}", flowId).Replace("{unknown}", RunInputs.Id("z")), UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, (await Client.SendAsync(request)).StatusCode);
    }

    private static (string Name, string DependsOn, string OnFailure) Step(string name, string dependsOn = "", string onFailure = "stop") =>
        (name, dependsOn, onFailure);

    private string NameOf(string name) => $"{name} of {_test}";

    private async Task<string> CreateFlowAsync(params (string Name, string DependsOn, string OnFailure)[] steps)
    {
        foreach (var name in steps.Select(step => step.Name))
        {
            var integration = await Client.PostAsJsonAsync("2/0/integrations", new { name = NameOf(name), endpoint = new { url = $"{_endpoint.Url}/{name}", pollInterval = "PT1S" } });
            _integrations[name] = (await ReadAsync(integration)).GetProperty("integration").GetProperty("integrationId").GetString()!;
        }

        var flow = await Client.PostAsJsonAsync("2/0/integrationflows", new
        {
            name = NameOf("Nightly"),
            steps = steps.Select(step => new
            {
                referrer = _integrations[step.Name],
                dependsOn = step.DependsOn.Select(letter => _integrations[letter.ToString()]).ToArray(),
                exceptionBehavior = new[] { new { type = "failure", strategy = step.OnFailure } },
            }),
        });
        return (await ReadAsync(flow)).GetProperty("integrationFlow").GetProperty("integrationFlowId").GetString()!;
    }

    private async Task<string> RunAsync(string flowId) =>
        (await ReadAsync(await PostAsync($"2/0/integrationflows/{flowId}/run"))).GetProperty("run").GetProperty("id").GetString()!;

    private Task<HttpResponseMessage> PostAsync(string path) => Client.PostAsync(new Uri(path, UriKind.Relative), content: null);

    private async Task<JsonElement> GetAsync(string path) => await ReadAsync(await Client.GetAsync(new Uri(path, UriKind.Relative)));

    private async Task<JsonElement> RunOfAsync(string flowId, string runId) => (await GetAsync($"2/0/integrationflows/{flowId}/runs/{runId}")).GetProperty("run");

    private Task<JsonElement> EndAsync(string flowId, string runId) =>
        Wait.For(() => RunOfAsync(flowId, runId), run => run.GetProperty("endDate").ValueKind != JsonValueKind.Null);

    /// <summary>The run's record is written just before its lock is released.</summary>
    private Task UnlockedAsync(string flowId) =>
        Wait.For(
            async () => (await GetAsync($"2/0/integrationflows/{flowId}")).GetProperty("integrationFlow").GetProperty("latestRun"),
            latestRun => latestRun.GetProperty("endDate").ValueKind != JsonValueKind.Null);

    private static string[] StatusesOf(JsonElement run) => [.. run.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("status").GetString()!)];

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {body}");
        return JsonSerializer.Deserialize<JsonElement>(body);
    }
}
