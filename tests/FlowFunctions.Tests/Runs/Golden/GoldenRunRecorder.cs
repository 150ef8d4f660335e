using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AnaplanSimulator;
using AnaplanSimulator.Tasks;
using FlowFunctions.Runs;
using FlowFunctions.Testing;
using FlowFunctions.Tests.EndToEnd;
using FlowFunctions.Tests.EndToEnd.Anaplan;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Tests.Runs.Golden;

/// <summary>
/// Records the runs of a release. Run it by hand when an orchestrator has changed on purpose and is released, and keep the old files:
/// <c>dotnet test tests/FlowFunctions.Tests --filter GoldenRunRecorder -- xUnit.Explicit=only</c>.
/// </summary>
[Needs(Need.App)]
public class GoldenRunRecorder(AzuriteFixture azurite)
{
    private const string Release = "v3";

    /// <summary>Long enough for a step to be polled before, also on a machine that has too much to do.</summary>
    private const string TimesOut = "PT20S";

    [Fact(Explicit = true)]
    public Task Record_a_run_with_every_kind_of_step() => RecordAsync("every-kind-of-step", EveryKind);

    [Fact(Explicit = true)]
    public Task Record_a_run_that_is_cancelled() => RecordAsync("cancelled", EveryKind, (stage, run) => stage.CancelAsync(run));

    [Fact(Explicit = true)]
    public Task Record_a_run_that_tries_a_step_again() => RecordAsync(
        "tried-again",
        url => [new("stubborn", url + "/stubborn", Retries: 3), new("last", url + "/ok", ["stubborn"])]);

    [Fact(Explicit = true)]
    public Task Record_a_run_that_is_cancelled_between_two_tries() => RecordAsync(
        "cancelled-between-tries",
        url => [new("hopeless", url + "/failure", Retries: 3, Backoff: "PT1H"), new("slow", url + "/long"), new("last", url + "/ok", ["hopeless"])],
        (stage, run) => stage.CancelAsync(run));

    [Fact(Explicit = true)]
    public Task Record_a_run_whose_history_starts_over() => RecordAsync(
        "long-chain",
        url => [.. Chain(url, 11), new("slow", url + "/long", ["step 11"])]);

    [Fact(Explicit = true)]
    public Task Record_a_run_that_times_out() => RecordAsync(
        "timed-out",
        url => [new("first", url + "/ok"), new("slow", url + "/long", ["first"]), new("beside", url + "/failure", Retries: 3, Backoff: "PT1H"), new("last", url + "/ok", ["slow"])],
        (stage, run) => stage.EndAsync(run),
        timeout: TimesOut);

    [Fact(Explicit = true)]
    public Task Record_a_run_with_a_step_that_times_out() => RecordAsync(
        "step-timed-out",
        url => [new("slow", url + "/long", OnFailure: "continue", Timeout: TimesOut, Retries: 1), new("last", url + "/ok", ["slow"])],
        (stage, run) => stage.EndAsync(run));

    /// <summary>Takes two minutes and more: polls are a second apart at the least.</summary>
    [Fact(Explicit = true)]
    public Task Record_a_wait_whose_history_starts_over() => RecordAsync(
        "long-wait",
        url => [new("slow", url + "/long"), new("last", url + "/ok", ["slow"])],
        (stage, _) => stage.ReachPollsAsync(AwaitStep.ExchangesPerExecution + 3, TimeSpan.FromMinutes(15)));

    /// <summary>The same, and the run is cancelled in the second history of the wait.</summary>
    [Fact(Explicit = true)]
    public Task Record_a_wait_that_is_cancelled_after_its_history_started_over() => RecordAsync(
        "long-wait-cancelled",
        url => [new("slow", url + "/long"), new("last", url + "/ok", ["slow"])],
        async (stage, run) =>
        {
            await stage.ReachPollsAsync(AwaitStep.ExchangesPerExecution + 3, TimeSpan.FromMinutes(15));
            await stage.CancelAsync(run);
        });

    [Fact(Explicit = true)]
    public Task Record_a_run_whose_activities_are_tried_again() => RecordAsync(
        "activities-tried-again",
        url => [new("broken once", url + "/ok"), new("broken", url + "/ok", ["broken once"], OnFailure: "continue"), new("slow", url + "/long", ["broken"])]);

    /// <summary>As a turn that was not kept leaves it: the wait was told of a cancellation that the run is told of later.</summary>
    [Fact(Explicit = true)]
    public Task Record_a_run_with_a_step_that_was_let_go_of() => RecordAsync(
        "let-go",
        url => [new("slow", url + "/long"), new("last", url + "/ok", ["slow"])],
        async (stage, run) =>
        {
            var wait = stage.Turns.Instances.Single(instance => instance != run);
            await stage.Hub.RaiseEventAsync(wait, RunFlow.CancelEvent, run);
            await Wait.Until(() => stage.Turns.LatestOf(run).Turns.Any(turn => turn.Actions.Any(action =>
                action.CreateTimer?.FireAt.ToDateTimeOffset() - TimeProvider.System.GetUtcNow() is { } ahead && ahead > TimeSpan.FromMinutes(5) && ahead < StepsInFlight.ToldAgainWithin)));
            await stage.CancelAsync(run);
        });

    /// <summary>Both are woken, and the run is told that its wait is over, of which it has heard nothing: it asks for the step's report itself, and has it awaited once more.</summary>
    [Fact(Explicit = true)]
    public Task Record_a_run_that_is_woken() => RecordAsync(
        "woken",
        url => [new("slow", url + "/long"), new("last", url + "/ok", ["slow"])],
        async (stage, run) =>
        {
            var wait = stage.Turns.Instances.Single(instance => instance != run);
            await stage.Hub.RaiseEventAsync(wait, RunFlow.WakeEvent, Array.Empty<string>());
            await stage.Hub.RaiseEventAsync(run, RunFlow.WakeEvent, new[] { wait });
            await Wait.Until(() => stage.Turns.Instances.Count() == 3);
        });

    /// <summary>The turn in which the first of the last two steps of a history ends is held until the other one has ended and the run is cancelled: both come in the next.</summary>
    [Fact(Explicit = true)]
    public async Task Record_a_run_that_is_cancelled_while_its_history_starts_over()
    {
        await using var stage = await GoldenStage.StartAsync(azurite.NewAccount(), new() { ["Flows:InlineWait"] = "00:03:00" });
        var url = stage.Endpoint.Url;
        var flow = await stage.App.CreateFlowAsync(
            [.. Chain(url, 8), new("step 9", url + "/ok", ["step 8"]), new("step 10", url + "/held", ["step 8"]), new("last", url + "/ok", ["step 9", "step 10"])]);
        string run = null!;
        stage.Turns.Held = (9, async () =>
        {
            stage.Endpoint.Open();
            await stage.Turns.WhenEndedAsync(nameof(StartStep), 10);
            await stage.CancelAsync(run);

            // Both messages must be read before the turn ends.
            await Task.Delay(TimeSpan.FromSeconds(10));
        });
        run = await stage.App.StartRunAsync(flow);
        await stage.EndAsync(run);
        await stage.WriteAsync(run, PathOf("cancelled-while-starting-over"));
    }

    [Fact(Explicit = true)]
    public async Task Record_a_run_of_an_integration_by_itself()
    {
        await using var stage = await GoldenStage.StartAsync(azurite.NewAccount());
        var created = await stage.App.PostAsync("2/0/integrations", new StepOf("slow", stage.Endpoint.Url + "/long").ToIntegration());
        var started = await stage.App.PostAsync($"2/0/integrations/{(string)created["integration"]!["integrationId"]!}/run", null);
        await FinishAsync(stage, "integration", (string)started["run"]!["id"]!, null);
    }

    [Fact(Explicit = true)]
    public async Task Record_a_run_that_loads_into_Anaplan()
    {
        await using var loads = await SimulatedLoads.StartAsync(azurite.ConnectionString, models: 1, new SimulatorSettings { Tasks = new TaskTiming { Duration = TimeSpan.FromSeconds(4) } });
        await loads.PutFileAsync("products.csv", SimulatedLoads.Header + "P1,Apple,Fruit,\n");
        await loads.PutFileAsync("currencies.csv", "Code,Name\nEUR,Euro\n");
        await using var stage = await GoldenStage.StartAsync(azurite.NewAccount(), loads.Settings());
        var connection = (string)(await stage.App.PostAsync("2/0/integrations/connections", loads.Connection("Loads")))["connections"]!["connectionId"]!;
        var model = SimulatedLoads.ModelId(0);
        var file = SimulatedLoads.Import("file", model, connection, "products.csv");
        var jobs = SimulatedLoads.Import("jobs", model, connection, "currencies.csv", SimulatedLoads.CurrenciesImport, SimulatedLoads.CurrenciesFile);
        jobs["jobs"]!.AsArray().Add(file["jobs"]![0]!.DeepClone());
        var flow = await stage.App.PostAsync("2/0/integrationflows", SimulatedLoads.Chain("loads", null, await CreateAsync(file), await CreateAsync(jobs)));
        var run = await stage.App.StartRunAsync((string)flow["integrationFlow"]!["integrationFlowId"]!);
        await stage.EndAsync(run);
        await stage.WriteAsync(run, PathOf("anaplan"));

        async Task<string> CreateAsync(JsonObject integration) => (string)(await stage.App.PostAsync("2/0/integrations", integration))["integration"]!["integrationId"]!;
    }

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

    private static IEnumerable<StepOf> Chain(string url, int count) =>
        [new("step 1", url + "/partial"), .. Enumerable.Range(2, count - 1).Select(number => new StepOf($"step {number}", url + "/ok", [$"step {number - 1}"]))];

    private static string PathOf(string name, [CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, $"{Release}-{name}");

    /// <param name="name">Of the recording.</param>
    /// <param name="stepsAt">The flow's steps, by the endpoint's address.</param>
    /// <param name="meanwhile">Done while a task of a step goes on, which ends after it, and the rest of the run with it.</param>
    /// <param name="timeout">Of the flow.</param>
    private async Task RecordAsync(string name, Func<string, StepOf[]> stepsAt, Func<GoldenStage, string, Task>? meanwhile = null, string? timeout = null)
    {
        await using var stage = await GoldenStage.StartAsync(azurite.NewAccount());
        var steps = stepsAt(stage.Endpoint.Url);
        var flow = timeout is null ? await stage.App.CreateFlowAsync(steps) : await stage.App.CreateFlowWithTimeoutAsync(timeout, steps);
        await FinishAsync(stage, name, await stage.App.StartRunAsync(flow), meanwhile);
    }

    private static async Task FinishAsync(GoldenStage stage, string name, string run, Func<GoldenStage, string, Task>? meanwhile)
    {
        await stage.ReachPollsAsync(2);
        await (meanwhile?.Invoke(stage, run) ?? Task.CompletedTask);
        stage.Endpoint.Release();
        await stage.EndAsync(run);
        await stage.WriteAsync(run, PathOf(name));
    }
}
