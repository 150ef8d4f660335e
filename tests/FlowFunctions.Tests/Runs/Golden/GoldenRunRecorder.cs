using System.Runtime.CompilerServices;
using FlowFunctions.Testing;
using FlowFunctions.Tests.EndToEnd;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.Runs.Golden;

/// <summary>
/// Records the runs of a release. Run it by hand when an orchestrator has changed on purpose and is released, and keep the old files:
/// <c>dotnet test tests/FlowFunctions.Tests --filter GoldenRunRecorder -- xUnit.Explicit=only</c>.
/// </summary>
[Needs(Need.App)]
public class GoldenRunRecorder(AzuriteFixture azurite)
{
    private const string Release = "v2";

    [Fact(Explicit = true)]
    public Task Record_a_run_with_every_kind_of_step() =>
        RecordAsync("every-kind-of-step", EveryKind, "slow", new(), (_, _) => Task.CompletedTask);

    [Fact(Explicit = true)]
    public Task Record_a_run_that_is_cancelled() =>
        RecordAsync("cancelled", EveryKind, "slow", new(), async (app, run) => await app.PostAsync(run + "/cancel", null));

    [Fact(Explicit = true)]
    public Task Record_a_run_that_tries_a_step_again() => RecordAsync(
        "tried-again",
        url => [new("stubborn", url + "/stubborn", Retries: 3), new("last", url + "/ok", ["stubborn"])],
        "stubborn",
        new(),
        (_, _) => Task.CompletedTask);

    [Fact(Explicit = true)]
    public Task Record_a_run_that_is_cancelled_between_two_tries() => RecordAsync(
        "cancelled-between-tries",
        url => [new("hopeless", url + "/failure", Retries: 3, Backoff: "PT1H"), new("slow", url + "/long"), new("last", url + "/ok", ["hopeless"])],
        "slow",
        new(),
        async (app, run) => await app.PostAsync(run + "/cancel", null));

    [Fact(Explicit = true)]
    public Task Record_a_run_whose_history_starts_over() => RecordAsync(
        "long-chain",
        url =>
        [
            new("step 1", url + "/partial"),
            .. Enumerable.Range(2, 10).Select(number => new StepOf($"step {number}", url + "/ok", [$"step {number - 1}"])),
            new("slow", url + "/long", ["step 11"]),
        ],
        "slow",
        new(),
        (_, _) => Task.CompletedTask);

    private static StepOf[] EveryKind(string url) =>
    [
        new("first", url + "/ok"),
        new("left", url + "/partial", ["first"]),
        new("right", url + "/failure", ["first"], OnFailure: "continue"),
        new("joined", url + "/flaky", ["left", "right"]),
        new("left out", url + "/ok", ["joined"], IsSkipped: true),
        new("slow", url + "/long", ["left out"]),
        new("last", url + "/ok", ["slow"]),
    ];

    private static string PathOf(string name, [CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, $"{Release}-{name}.json");

    private static void Answer(ScriptedEndpoint endpoint, Task release)
    {
        var unavailable = 1;
        var stubborn = 0;
        endpoint.Otherwise(async context =>
        {
            switch (context.Request.Path.Value)
            {
                case "/partial":
                    await ScriptedEndpoint.Answer(context, 200, """{"outcome":"partial_success","message":"3 rows were rejected","details":["row 7"]}""");
                    break;
                case "/failure":
                    await ScriptedEndpoint.Answer(context, 422, """{"message":"No such period"}""");
                    break;
                case "/flaky" when Interlocked.Exchange(ref unavailable, 0) == 1:
                    await ScriptedEndpoint.Answer(context, 503, null, ("Retry-After", "1"));
                    break;
                case "/stubborn" when Interlocked.Increment(ref stubborn) is var start && start is 1 or 3:
                    await ScriptedEndpoint.Answer(context, 422, $$"""{"message":"No such period at start {{start}}"}""");
                    break;
                case "/stubborn" when stubborn == 2:
                case "/long":
                    await ScriptedEndpoint.Answer(context, 202, """{"progress":0.2}""", ("Location", "/task"), ("Retry-After", "1"));
                    break;
                case "/task" when !release.IsCompleted:
                    await ScriptedEndpoint.Answer(context, 202, """{"progress":0.6}""", ("Retry-After", "1"));
                    break;
                default:
                    await ScriptedEndpoint.Answer(context, 200, """{"outcome":"success"}""");
                    break;
            }
        });
    }

    /// <param name="name">Of the recording.</param>
    /// <param name="stepsAt">The flow's steps, by the endpoint's address.</param>
    /// <param name="long">The step whose task goes on until the release; then the rest of the run is recorded.</param>
    /// <param name="release">Lets the task end.</param>
    /// <param name="meanwhile">Done before that.</param>
    private async Task RecordAsync(
        string name, Func<string, StepOf[]> stepsAt, string @long, TaskCompletionSource release, Func<ServedApp, string, Task> meanwhile)
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        Answer(endpoint, release.Task);
        var recorder = new TurnRecorder();
        await using var app = await ServedApp.StartAsync(
            azurite.NewAccount(), new() { ["Flows:InlineWait"] = "00:00:01" }, configure: builder => recorder.AddTo(builder.Services));
        var flow = await app.CreateFlowAsync(stepsAt(endpoint.Url));
        var run = await app.StartRunAsync(flow);
        var path = $"2/0/integrationflows/{flow}/runs/{run}";
        await Wait.For(
            () => app.GetAsync(path),
            answer => answer["run"]!["steps"]!.AsArray().Any(step => (string)step!["name"]! == @long && (double?)step["progress"] > 0.5));
        await meanwhile(app, path);
        release.SetResult();
        await Wait.For(() => app.GetAsync(path), answer => answer["run"]!["endDate"] is not null);
        await Wait.Until(() => recorder.Instances.All(instance => recorder.ExecutionsOf(instance)[^1].Turns[^1].Actions.Any(action => action.CompleteOrchestration is not null)));

        foreach (var instance in recorder.Instances)
        {
            var suffix = instance == run ? "" : "-awaited";
            var executions = recorder.ExecutionsOf(instance);
            foreach (var (place, execution) in executions.Index())
            {
                execution.Write(PathOf(name + suffix + (place < executions.Count - 1 ? GoldenRun.GoesOn : "")));
            }
        }
    }
}
