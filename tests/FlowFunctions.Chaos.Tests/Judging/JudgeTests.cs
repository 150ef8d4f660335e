using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Chaos.Driving;
using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Judging;
using FlowFunctions.Chaos.Target;

namespace FlowFunctions.Chaos.Tests.Judging;

/// <summary>Whether all that is judged reaches the count: a trial in which one run is right, and then one thing is not.</summary>
public sealed class JudgeTests : IAsyncLifetime
{
    private const int Seed = 7;
    private const string RunId = "r1";
    private const string Flow = "integrationflows/f1";
    private const string History = "integrationflows/f1/runs?limit=1000&offset=0";
    private const string Record = "integrationflows/f1/runs/r1";
    private const string StepsHistory = "integrations/runs/i1?limit=1000&offset=0";

    private static readonly FlowShape Shape = new(
        0, [new(0, [], IsSkipped: true, StopsOnFailure: true, StopsOnPartialSuccess: false, Timeout: null, Retries: 0)], Timeout: null, FlowKind.Called);

    private static readonly FlowShape Loads = Shape with { Steps = [Shape.Steps[0] with { IsSkipped = false }], Kind = FlowKind.Loads };

    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;
    private readonly TrialClock _clock = new(TimeProvider.System);
    private readonly Findings _findings = new();
    private readonly SavedAnswers _answers = new();
    private readonly HttpClient _client;
    private TargetServer _target = null!;
    private Models _models = null!;

    public JudgeTests() => _client = new HttpClient(_answers) { BaseAddress = SavedAnswers.Address };

    public async ValueTask InitializeAsync()
    {
        _target = await TargetServer.StartAsync(Seed, new Dictionary<string, StepPace>(StringComparer.Ordinal), TimeProvider.System, _stop);
        _models = await Models.StartAsync([], _stop);
        _answers[History] = Answer("runs", new JsonArray(Run()));
        _answers[Flow] = Answer("integrationFlow", new JsonObject { ["latestRun"] = Run() });
        _answers[Record] = Answer("run", Run());
        _answers[StepsHistory] = Answer("history_of_runs", new JsonObject { ["runs"] = new JsonArray() });
        _answers["integrations/i1"] = Answer("integration", new JsonObject());
        _answers["notifications?limit=1000"] = Answer("notifications", new JsonArray(Message()));
        _answers[$"DELETE {Flow}"] = (HttpStatusCode.OK, new JsonObject());
        _answers["DELETE integrations/i1"] = (HttpStatusCode.OK, new JsonObject());
        await TellAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _answers.Dispose();
        await _target.DisposeAsync();
        await _models.DisposeAsync();
    }

    [Fact]
    public async Task Run_that_is_right_counts_as_nothing()
    {
        await JudgeAsync();

        Assert.Empty(_findings.All);
    }

    [Fact]
    public async Task Accepted_run_without_a_record_is_lost()
    {
        _answers[Record] = (HttpStatusCode.NotFound, new JsonObject());

        Assert.Contains("has no record", await FoundAsync(FindingKind.Lost), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_is_held_against_what_the_targets_saw()
    {
        _target.Operations.Call("o1", RunId, FlowInstaller.StepKey(Shape, 0));

        Assert.Contains("was not to run and was called", await FoundAsync(FindingKind.Wrong), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entry_of_the_history_that_is_there_twice_is_doubled()
    {
        _answers[History] = Answer("runs", new JsonArray(Run(), Run()));

        await FoundAsync(FindingKind.Doubled);
    }

    [Fact]
    public async Task LatestRun_that_tells_otherwise_is_wrong()
    {
        _answers[Flow] = Answer("integrationFlow", new JsonObject { ["latestRun"] = Run("Failed") });

        await FoundAsync(FindingKind.Wrong);
    }

    [Fact]
    public async Task Run_of_an_integration_that_no_run_of_the_flow_has_started_is_doubled()
    {
        _answers[StepsHistory] = Answer("history_of_runs", new JsonObject { ["runs"] = new JsonArray(Run()) });
        _answers["integrations/i1"] = Answer("integration", new JsonObject { ["latestRun"] = Run() });

        await FoundAsync(FindingKind.Doubled);
    }

    [Fact]
    public async Task Run_that_is_missing_in_the_feed_is_lost()
    {
        _answers["notifications?limit=1000"] = Answer("notifications", new JsonArray());

        Assert.Contains("the feed has nothing of it", await FoundAsync(FindingKind.Lost), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_of_which_the_targets_alone_know_is_doubled()
    {
        _target.Operations.Call("o1", "r9", FlowInstaller.StepKey(Shape, 0));

        Assert.Contains("is nowhere on record", await FoundAsync(FindingKind.Doubled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Occurrence_that_has_not_run_is_lost()
    {
        await JudgeAsync(new Occurrence(DueAt: 1, IsCertain: true));

        Assert.Contains("has neither run", Assert.Single(_findings.All, finding => finding.Kind == FindingKind.Lost).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Occurrence_on_record_as_skipped_that_has_called_a_target_is_doubled()
    {
        _answers[Record] = Answer("run", Run("Skipped", RunSeen.SkippedCode, trigger: "scheduled"));
        _target.Operations.Call("o1", RunId, FlowInstaller.StepKey(Shape, 0));

        await JudgeAsync();

        Assert.Contains(_findings.All, finding => finding.Kind == FindingKind.Doubled && finding.Text.Contains("on record as skipped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_of_a_caller_that_is_on_record_as_skipped_is_wrong()
    {
        _answers[Record] = Answer("run", Run("Skipped", RunSeen.SkippedCode));

        await FoundAsync(FindingKind.Wrong);
    }

    [Fact]
    public async Task Messages_that_were_given_up_and_would_have_been_taken_are_lost()
    {
        List<string> late = [.. Enumerable.Range(0, 100).Select(number => $"late{number}").Where(IsTakenLate).Take(2)];
        foreach (var id in late)
        {
            _answers[$"{Flow}/runs/{id}"] = Answer("run", Run(id: id));
        }

        _answers[History] = Answer("runs", new JsonArray([Run(), .. late.Select(id => Run(id: id))]));
        _answers["notifications?limit=1000"] = Answer("notifications", new JsonArray([Message(), .. late.Select(id => Message(id)), .. late.Select(id => Message(id, "undelivered", "To webhook 'chaos'."))]));

        Assert.Contains("2 messages of 3 runs were given up", await FoundAsync(FindingKind.Lost), StringComparison.Ordinal);

        bool IsTakenLate(string id) => _target.Notices.Take(new Notice(id, "n1", "success", "Success")) is not (null or CallFault.Gone);
    }

    [Fact]
    public async Task Start_that_was_refused_while_nothing_ran_is_wrong()
    {
        await JudgeAsync(new StartRefusal(3, $"The flow is running: run {RunId} goes on."));

        Assert.Contains("a start was refused", Assert.Single(_findings.All).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_of_a_load_that_was_done_and_is_not_whole_is_wrong()
    {
        var file = LoadFile.Draw(Seed, Loads.Number, 0);
        await using var models = await Models.StartAsync([file, file with { Flow = Loads.Number + FlowShapes.LoadsOneIn }], _stop);
        var run = Run();
        run["steps"] = new JsonArray(new JsonObject { ["status"] = "success", ["startDate"] = At(1), ["endDate"] = At(2) });
        _answers[Record] = Answer("run", run);

        await JudgeAsync(Loads, models, [], []);

        Assert.Contains(_findings.All, finding => finding.Kind == FindingKind.Wrong && finding.Text.Contains("its model's file is not whole", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Flow_that_cannot_be_deleted_is_stuck()
    {
        _answers[$"DELETE {Flow}"] = (HttpStatusCode.Conflict, new JsonObject { ["message"] = "It runs." });

        Assert.Contains("It runs.", await FoundAsync(FindingKind.Stuck), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_of_500_is_wrong_even_where_the_next_is_right()
    {
        _answers.Breaks = true;

        Assert.Contains("500", await FoundAsync(FindingKind.Wrong), StringComparison.Ordinal);
    }

    private async Task<string> FoundAsync(FindingKind kind)
    {
        await JudgeAsync();
        var found = _findings.All.FirstOrDefault(finding => finding.Kind == kind);
        Assert.NotNull(found);
        return found.Text;
    }

    private Task JudgeAsync(params Occurrence[] occurrences) => JudgeAsync(Shape, _models, [], occurrences);

    private Task JudgeAsync(StartRefusal refusal) => JudgeAsync(Shape, _models, [refusal], []);

    private async Task JudgeAsync(FlowShape shape, Models models, IReadOnlyList<StartRefusal> refusals, IReadOnlyList<Occurrence> occurrences)
    {
        var judge = new Judge(new ChaosApi(_ => Task.FromResult(_client), _findings), _target, models, Seed, _clock, _findings);
        var trial = new FlowTrial(new(shape, "f1", ["i1"]), [new(RunId, shape.Everything)], refusals, occurrences);
        await judge.JudgeAsync([trial], _stop);
        await judge.DeleteAsync([trial], _stop);
    }

    /// <summary>As the application does: again, where it was not taken.</summary>
    private async Task TellAsync()
    {
        using var client = new HttpClient();
        var notice = new JsonObject { ["runId"] = RunId, ["id"] = "n1", ["type"] = "success", ["message"] = "Success" };
        for (var tries = 0; tries < 3 && !_target.Notices.ByRun().Contains(RunId); tries++)
        {
            try
            {
                using var answer = await client.PostAsync(new Uri(_target.NoticesAddress), JsonContent.Create(notice), _stop);
            }
            catch (HttpRequestException)
            {
                // Broken off: one of the ways in which it is not taken.
            }
        }
    }

    private JsonObject Run(string message = "Success", int? code = null, string id = RunId, string trigger = "manual") => new()
    {
        ["id"] = id,
        ["startDate"] = At(1),
        ["endDate"] = At(2),
        ["success"] = message == "Success",
        ["message"] = message,
        ["executionErrorCode"] = code,
        ["triggerSource"] = trigger,
        ["steps"] = new JsonArray(new JsonObject { ["status"] = "skipped" }),
    };

    private JsonObject Message(string id = RunId, string type = "success", string text = "Success") => new() { ["runId"] = id, ["type"] = type, ["text"] = text, ["date"] = At(2.5) };

    private string At(double seconds) => _clock.Beginning.AddSeconds(seconds).ToString("O", CultureInfo.InvariantCulture);

    private static (HttpStatusCode Status, JsonObject Body) Answer(string name, JsonNode content) => (HttpStatusCode.OK, new JsonObject { [name] = content });
}
