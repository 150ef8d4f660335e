using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.EndToEnd;

/// <summary>Time-outs and retries that a flow sets for its steps and its runs, in the whole application.</summary>
[Needs(Need.App)]
[TakesLong]
public sealed class StepLimitsTests(ServedAppFixture served) : IClassFixture<ServedAppFixture>, IAsyncLifetime
{
    private const string LongTime = "PT1H";

    /// <summary>Long enough for a step to ask its endpoint before, also beside other tests.</summary>
    private const string TimesOut = "PT12S";

    private readonly string _test = Guid.CreateVersion7().ToString("N");
    private ScriptedEndpoint _endpoint = null!;

    private string A => $"a of {_test}";

    private ServedApp App => served.App;

    public async ValueTask InitializeAsync() => _endpoint = await ScriptedEndpoint.StartAsync();

    public ValueTask DisposeAsync() => _endpoint.DisposeAsync();

    [Fact]
    public async Task Step_that_succeeds_at_the_third_try_has_succeeded()
    {
        var starts = new List<DateTimeOffset>();
        _endpoint.Otherwise(context =>
        {
            if (context.Request.Path == "/a")
            {
                starts.Add(TimeProvider.System.GetUtcNow());
                if (starts.Count < 3)
                {
                    return ScriptedEndpoint.Answer(context, 422, $$"""{"message":"not yet, {{starts.Count}}"}""");
                }
            }

            return ScriptedEndpoint.Answer(context, 200, """{"message":"5 rows"}""");
        });
        var flow = await App.CreateFlowAsync(new(A, Url("a"), Retries: 3, Backoff: "PT5S"), new($"b of {_test}", Url("b"), [A]));

        var run = await App.StartRunAsync(flow);
        var live = await Wait.For(() => RunAsync(flow, run), read => MessageOf(read, 0)?.StartsWith("Try 2 of 4 starts at ", StringComparison.Ordinal) == true);
        var ended = await EndAsync(flow, run);

        Assert.Equal(("running", "not yet, 1"), (StatusOf(live, 0), MessageOf(live, 0)!.Split("last: ")[1]));
        Assert.Equal(("Success", "success", "5 rows"), ((string)ended["message"]!, StatusOf(ended, 0), MessageOf(ended, 0)));
        Assert.Equal(3, (int)ended["steps"]![0]!["attempts"]!);
        var tries = BodiesOf("/a");
        Assert.All(starts.Zip(starts.Skip(1)), two => Assert.True(two.Second - two.First >= TimeSpan.FromSeconds(5), $"{two}"));
        Assert.Equal([1, 2, 3], tries.Select(body => (int)body["attempt"]!));
        Assert.Equal(3, tries.Select(body => (string)body["operationId"]!).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal((string)ended["steps"]![0]!["runId"]!, (string)tries[0]["operationId"]!);
        Assert.Single(BodiesOf("/b"));
    }

    [Theory]
    [InlineData("stop", "Stopped at step '{0}': no rows", "not_run")]
    [InlineData("continue", "Completed with failures: 1 of 2 steps", "success")]
    public async Task Step_that_fails_at_every_try_has_failed_once(string strategy, string message, string next)
    {
        _endpoint.Otherwise(context => context.Request.Path == "/a"
            ? ScriptedEndpoint.Answer(context, 200, """{"outcome":"failure","message":"no rows","executionErrorCode":42}""")
            : ScriptedEndpoint.Answer(context, 200));
        var flow = await App.CreateFlowAsync(new(A, Url("a"), OnFailure: strategy, Retries: 1), new($"b of {_test}", Url("b"), [A]));

        var ended = await EndAsync(flow, await App.StartRunAsync(flow));

        Assert.Equal((message.Replace("{0}", A, StringComparison.Ordinal), 42), ((string)ended["message"]!, (int)ended["executionErrorCode"]!));
        Assert.Equal(("failure", next, 2), (StatusOf(ended, 0), StatusOf(ended, 1), (int)ended["steps"]![0]!["attempts"]!));
        Assert.Equal(2, BodiesOf("/a").Count);
    }

    [Fact]
    public async Task Step_that_times_out_is_cancelled_at_its_target_and_tried_again()
    {
        _endpoint.Otherwise(context => context.Request.Method == "DELETE"
            ? ScriptedEndpoint.Answer(context, 204)
            : ScriptedEndpoint.Answer(context, 202, null, ("Location", "/task" + context.Request.Path), ("Retry-After", "1")));
        var flow = await App.CreateFlowAsync(new(A, Url("a"), Timeout: TimesOut, Retries: 1), new($"b of {_test}", Url("b"), [A]));

        var ended = await EndAsync(flow, await App.StartRunAsync(flow));

        Assert.Equal(($"Stopped at step '{A}': Timed out after 12 seconds", 1004), ((string)ended["message"]!, (int)ended["executionErrorCode"]!));
        Assert.Equal(["POST", "DELETE", "POST", "DELETE"], _endpoint.Received.Select(request => request.Method).Where(method => method != "GET"));
    }

    [Fact]
    public async Task Run_that_takes_longer_than_its_flow_allows_is_timed_out()
    {
        _endpoint.Otherwise(context => context.Request.Method == "DELETE"
            ? ScriptedEndpoint.Answer(context, 204)
            : ScriptedEndpoint.Answer(context, 202, null, ("Location", "/task"), ("Retry-After", "60")));
        var flow = await App.CreateFlowWithTimeoutAsync(TimesOut, new(A, Url("a")), new($"b of {_test}", Url("b"), [A]));

        var ended = await EndAsync(flow, await App.StartRunAsync(flow));

        Assert.Equal(("Timed out after 12 seconds", 1004), ((string)ended["message"]!, (int)ended["executionErrorCode"]!));
        Assert.Equal(("cancelled", "not_run"), (StatusOf(ended, 0), StatusOf(ended, 1)));
        Assert.Contains(_endpoint.Received, request => request.Method == "DELETE");
    }

    [Fact]
    public async Task Cancel_between_two_tries_ends_the_run_at_once_and_for_good()
    {
        _endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 422, """{"message":"no rows"}"""));
        var flow = await App.CreateFlowAsync(new(A, Url("a"), Retries: 3, Backoff: LongTime), new($"b of {_test}", Url("b"), [A]));
        var run = await App.StartRunAsync(flow);
        await Wait.For(() => RunAsync(flow, run), read => MessageOf(read, 0)?.StartsWith("Try 2 of 4", StringComparison.Ordinal) == true);

        await App.PostAsync($"2/0/integrationflows/{flow}/runs/{run}/cancel", null);
        var ended = await EndAsync(flow, run);

        Assert.Equal(("Cancelled by tester", "cancelled", "not_run"), ((string)ended["message"]!, StatusOf(ended, 0), StatusOf(ended, 1)));
        Assert.Single(_endpoint.Received);
    }

    private static string StatusOf(JsonNode run, int step) => (string)run["steps"]![step]!["status"]!;

    private static string? MessageOf(JsonNode run, int step) => (string?)run["steps"]![step]!["message"];

    private string Url(string path) => $"{_endpoint.Url}/{path}";

    /// <summary>Of the requests to start the step, in their order.</summary>
    private List<JsonNode> BodiesOf(string path) =>
        [.. _endpoint.Received.Where(request => request.Method == "POST" && request.Path == path).Select(request => JsonSerializer.Deserialize<JsonNode>(request.Body)!)];

    private async Task<JsonNode> RunAsync(string flow, string run) => (await App.GetAsync($"2/0/integrationflows/{flow}/runs/{run}"))["run"]!;

    private Task<JsonNode> EndAsync(string flow, string run) => Wait.For(() => RunAsync(flow, run), read => read["endDate"] is not null);
}
