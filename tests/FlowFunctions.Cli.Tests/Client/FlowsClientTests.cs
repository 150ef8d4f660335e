using System.Net;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.App;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Tests.Client;

public class FlowsClientTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Calls_carry_the_key_and_the_document()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.On("POST /2/0/integrationflows", """{"status":{"code":200,"message":"Success"},"integrationFlow":{"integrationFlowId":"f1"}}""");
        api.Client.UseKey("first");
        api.Client.UseKey("secret");

        var answer = await api.Client.CallAsync(HttpMethod.Post, "integrationflows", JsonNode.Parse("""{"name":"N"}"""), None);

        Assert.Equal("f1", answer.Text("integrationFlow.integrationFlowId"));
        var request = Assert.Single(api.Requests);
        Assert.Equal("secret", request.Key);
        Assert.Equal("""{"name":"N"}""", request.Body);
    }

    [Fact]
    public async Task List_of_more_than_a_page_is_read_to_its_end()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.On("GET /2/0/integrations?limit=1000&offset=0", """{"integrations":[{"integrationId":"a","name":"A"},{"integrationId":"b","name":"B"}],"meta":{"paging":{"currentPageSize":2,"offset":0,"totalSize":3}}}""");
        api.On("GET /2/0/integrations?limit=1000&offset=2", """{"integrations":[{"integrationId":"c","name":"C"}],"meta":{"paging":{"currentPageSize":1,"offset":2,"totalSize":3}}}""");

        var names = new List<string>();
        await foreach (var integration in Lister.AllAsync(api.Client, Kind.Integration, None))
            names.Add(Kind.Integration.NameOf(integration));

        Assert.Equal(["A", "B", "C"], names);
    }

    [Fact]
    public async Task List_that_shrinks_while_it_is_read_ends()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.On("GET /2/0/integrationflows?limit=1000&offset=0", """{"integrationFlows":[],"meta":{"paging":{"currentPageSize":0,"offset":0,"totalSize":3}}}""");

        await foreach (var flow in Lister.AllAsync(api.Client, Kind.Flow, None))
            Assert.Fail($"The list is empty, but has {flow}");

        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task Run_is_read_with_every_status_of_a_step()
    {
        await using var api = await ScriptedApi.StartAsync();
        var statuses = new[] { "pending", "running", "success", "partial_success", "failure", "skipped", "not_run", "cancelled" };
        var steps = string.Join(',', statuses.Select(status => $$"""{"referrer":"{{status}}","name":"n","status":"{{status}}","startDate":"2026-11-23T01:00:00.000Z","endDate":null,"attempts":2,"message":null,"executionErrorCode":null,"runId":null,"progress":0.5}"""));
        api.On("GET /2/0/integrationflows/f/runs/r", $$$"""{"status":{"code":200,"message":"Success"},"run":{"id":"r","integrationId":"f","traceId":"t","startDate":"2026-11-23T01:00:00.000Z","endDate":null,"success":false,"message":"Running","executionErrorCode":null,"flowGroupId":null,"triggerSource":"manual","steps":[{{{steps}}}]}}""");

        var run = await api.Client.GetRunAsync("f", "r", None);

        Assert.False(run.HasEnded);
        Assert.Equal(Enum.GetValues<StepStatus>(), run.Steps.Select(step => step.Status));
        Assert.All(run.Steps, step => Assert.Equal((Runs.Start, 2, 0.5), (step.StartDate, step.Attempts, step.Progress)));
    }

    [Fact]
    public async Task Newest_run_of_a_flow_that_never_ran_is_null()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.On("GET /2/0/integrationflows/f/runs?limit=1", """{"runs":[],"meta":{"paging":{"currentPageSize":0,"offset":0,"totalSize":0}}}""");

        Assert.Null(await api.Client.GetNewestRunAsync("f", None));
    }

    [Fact]
    public async Task Refusal_names_the_call_and_lists_every_problem()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.OnStatus("POST /2/0/integrationflows", 400, """{"code":400,"message":"Invalid","errors":[{"path":"steps[0].referrer","message":"is unknown"},{"path":"name","message":"is missing"}],"traceId":"abc"}""");

        var refusal = await Assert.ThrowsAsync<FlowsApiException>(() => api.Client.CallAsync(HttpMethod.Post, "integrationflows", new JsonObject(), None));

        Assert.Equal(HttpStatusCode.BadRequest, refusal.Status);
        Assert.Equal("POST /2/0/integrationflows answered 400: Invalid\n  steps[0].referrer: is unknown\n  name: is missing\n  trace abc", refusal.Message);
    }

    [Theory]
    [InlineData(502, "<html>", "GET /2/0/integrationflows/f answered 502: BadGateway")]
    [InlineData(200, "<html>", "GET /2/0/integrationflows/f answered 200: not the expected document: ")]
    [InlineData(200, "{}", "GET /2/0/integrationflows/f answered 200: not the expected document: ")]
    public async Task Answer_of_somebody_else_is_a_refusal_not_a_crash(int status, string body, string message)
    {
        await using var api = await ScriptedApi.StartAsync();
        api.OnStatus("GET /2/0/integrationflows/f", status, body);

        var refusal = await Assert.ThrowsAsync<FlowsApiException>(() => api.Client.GetFlowAsync("f", None));

        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task App_is_ready_only_when_its_health_says_so()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.OnStatus("GET /2/0/health", 503, "{}").On("GET /2/0/health", "{}");

        Assert.False(await api.Client.IsReadyAsync(None));
        Assert.True(await api.Client.IsReadyAsync(None));
    }

    [Fact]
    public async Task App_that_does_not_listen_yet_is_not_ready()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{FreePort.Find(preferred: 1)}/") };

        Assert.False(await new FlowsClient(http).IsReadyAsync(None));
    }
}
