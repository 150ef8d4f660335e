using System.Diagnostics;
using System.Text.Json.Nodes;
using FlowFunctions.Testing;
using FlowFunctions.Tests.EndToEnd;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.Telemetry;

/// <summary>Real runs on a host of their own, as a collector of traces sees them.</summary>
[Needs(Need.App)]
[TakesLong]
public sealed class RunTraceTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly ActivityContext _caller = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
    private readonly Dictionary<string, string> _settings = new() { ["Flows:InlineWait"] = "00:00:00" };
    private ScriptedEndpoint _endpoint = null!;

    private string TraceId => _caller.TraceId.ToHexString();

    public async ValueTask InitializeAsync() => _endpoint = await ScriptedEndpoint.StartAsync();

    public ValueTask DisposeAsync() => _endpoint.DisposeAsync();

    [Fact]
    public async Task Run_is_one_trace_from_the_caller_to_the_calls_of_its_steps()
    {
        _endpoint.Otherwise(context => context.Request.Path.Value switch
        {
            "/slow" => ScriptedEndpoint.Answer(context, 202, null, ("Location", "/task"), ("Retry-After", "1")),
            "/bad" => ScriptedEndpoint.Answer(context, 200, """{"outcome":"failure","executionErrorCode":42}"""),
            _ => ScriptedEndpoint.Answer(context, 200),
        });
        using var recorder = new SpanRecorder(TraceId);
        await using var app = await ServedApp.StartAsync(azurite.NewAccount(), _settings);
        var flow = await app.CreateFlowAsync(
            new StepOf("slow", _endpoint.Url + "/slow"),
            new StepOf("bad", _endpoint.Url + "/bad", ["slow"]),
            new StepOf("never", _endpoint.Url + "/never", ["bad"]));

        var (id, run) = await RunAsync(app, flow);

        Assert.Equal(TraceId, (string)run["traceId"]!);
        var spans = await Wait.For(() => Task.FromResult(recorder.Spans), seen => seen.Count(span => span.Source == SpanRecorder.Own) >= 3);
        var request = Assert.Single(spans, span => span.Source == SpanRecorder.Server && span.ParentId == _caller.SpanId.ToHexString());
        var whole = Assert.Single(spans, span => span.Name.StartsWith("run ", StringComparison.Ordinal));
        Assert.Equal(request.SpanId, whole.ParentId);
        Assert.Equal((id, flow, "failure", "42"), (whole.Tags["flow.run.id"], whole.Tags["flow.id"], whole.Tags["flow.run.outcome"], whole.Tags["error.type"]));
        Assert.Equal(ActivityStatusCode.Error, whole.Status);
        Assert.Equal(DateOf(run["startDate"]), whole.Start, TimeSpan.FromMilliseconds(1));
        Assert.Equal((DateOf(run["endDate"]) - DateOf(run["startDate"])).TotalMilliseconds, whole.Duration.TotalMilliseconds, tolerance: 2);

        var slow = Assert.Single(spans, span => span.Name == "step slow");
        var bad = Assert.Single(spans, span => span.Name == "step bad");
        Assert.DoesNotContain(spans, span => span.Name == "step never");
        Assert.Equal((whole.SpanId, whole.SpanId), (slow.ParentId, bad.ParentId));
        Assert.Equal(("success", "failure", "42"), (slow.Tags["flow.step.outcome"], bad.Tags["flow.step.outcome"], bad.Tags["error.type"]));

        // The start and the poll of the slow step came from two activities.
        Assert.Equal(["/slow", "/task"], CallsUnder(slow, recorder));
        Assert.Equal(["/bad"], CallsUnder(bad, recorder));
        var calls = recorder.Of(SpanRecorder.Client).Select(span => $"00-{TraceId}-{span.SpanId}-01").ToHashSet(StringComparer.Ordinal);
        Assert.All(_endpoint.Received, received => Assert.Contains(received.Headers["traceparent"], calls));
        Assert.All(_endpoint.Received, received => Assert.False(received.Headers.ContainsKey("baggage") || received.Headers.ContainsKey("Correlation-Context")));
    }

    [Fact]
    public async Task Run_that_outlives_its_host_is_one_trace_all_the_same()
    {
        var isDone = false;
        _endpoint.Otherwise(context => context.Request.Method == "POST"
            ? ScriptedEndpoint.Answer(context, 202, null, ("Location", "/task"), ("Retry-After", "1"))
            : isDone ? ScriptedEndpoint.Answer(context, 200) : ScriptedEndpoint.Answer(context, 202, null, ("Retry-After", "1")));
        using var recorder = new SpanRecorder(TraceId);
        var account = azurite.NewAccount();
        var unique = "e" + Guid.CreateVersion7().ToString("N")[^15..];
        string flow;
        string id;
        await using (var first = await ServedApp.StartAsync(account, _settings, unique))
        {
            flow = await first.CreateFlowAsync(new StepOf("slow", _endpoint.Url + "/slow"), new StepOf("after", _endpoint.Url + "/slow2", ["slow"]));
            id = await StartAsync(first, flow);
            await Wait.Until(() => _endpoint.Received.Any(request => request.Method == "GET"));
        }

        isDone = true;
        await using var second = await ServedApp.StartAsync(account, _settings, unique);
        await EndAsync(second, flow, id);

        await Wait.Until(() => recorder.Of(SpanRecorder.Own).Count >= 3);
        var whole = Assert.Single(recorder.Of(SpanRecorder.Own), span => span.Name.StartsWith("run ", StringComparison.Ordinal));
        var slow = Assert.Single(recorder.Of(SpanRecorder.Own), span => span.Name == "step slow");
        Assert.Equal(3, recorder.Of(SpanRecorder.Own).Count);
        Assert.Equal(whole.SpanId, slow.ParentId);

        // The step was started by the first host and polled by both: all of it is under the one span.
        var calls = CallsUnder(slow, recorder);
        Assert.Equal("/slow", calls[0]);
        Assert.True(calls.Count(path => path == "/task") >= 2, string.Join(' ', calls));
    }

    [Fact]
    public async Task Endpoints_get_no_traceparent_where_that_is_switched_off()
    {
        _endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 200));
        using var recorder = new SpanRecorder(TraceId);
        await using var app = await ServedApp.StartAsync(azurite.NewAccount(), new() { ["Telemetry:PropagateToEndpoints"] = "false" });
        var flow = await app.CreateFlowAsync(new StepOf("a", _endpoint.Url + "/a"), new StepOf("b", _endpoint.Url + "/b"));

        await RunAsync(app, flow);

        Assert.Equal(2, _endpoint.Received.Count);
        Assert.All(_endpoint.Received, received => Assert.False(received.Headers.ContainsKey("traceparent")));
    }

    /// <summary>Where the step called, in order: the endpoint got the calls' own spans in its headers.</summary>
    private List<string> CallsUnder(RecordedSpan step, SpanRecorder recorder)
    {
        var calls = recorder.Of(SpanRecorder.Client).Where(call => call.ParentId == step.SpanId).Select(call => $"00-{TraceId}-{call.SpanId}-01").ToHashSet(StringComparer.Ordinal);
        return [.. _endpoint.Received.Where(received => calls.Contains(received.Headers["traceparent"])).Select(received => received.Path)];
    }

    private static DateTime DateOf(JsonNode? date) => ((DateTimeOffset)date!).UtcDateTime;

    private async Task<(string Id, JsonNode Run)> RunAsync(ServedApp app, string flow)
    {
        var id = await StartAsync(app, flow);
        return (id, await EndAsync(app, flow, id));
    }

    /// <summary>Asks for a run as a caller does who is within a span of its own.</summary>
    private async Task<string> StartAsync(ServedApp app, string flow)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"2/0/integrationflows/{flow}/run", UriKind.Relative));
        request.Headers.Add("traceparent", $"00-{TraceId}-{_caller.SpanId.ToHexString()}-01");
        using var response = await app.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["run"]!["id"]!;
    }

    private static async Task<JsonNode> EndAsync(ServedApp app, string flow, string id) =>
        (await Wait.For(() => app.GetAsync($"2/0/integrationflows/{flow}/runs/{id}"), answer => answer["run"]!["endDate"] is not null))["run"]!;
}
