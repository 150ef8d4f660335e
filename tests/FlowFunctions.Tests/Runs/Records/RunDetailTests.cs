using System.Text.Json;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Runs;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Records;

/// <summary>What a run's steps say of what they were, and of what they wait for.</summary>
public sealed class RunDetailTests
{
    private static readonly IntegrationInput Import = new()
    {
        Name = "Load",
        WorkspaceId = "8a81",
        ModelId = "C0FFEE",
        Jobs = [new() { Type = JobType.AzureBlobToAnaplan, Item = new() { ConnectionId = Id("z"), Name = "file.csv" }, Action = new("112000000007", "113000000003") }],
    };

    [Fact]
    public void Definition_is_that_of_the_start_with_dependencies_by_their_referrers()
    {
        var step = Step("b", "a", onFailure: ExceptionStrategy.Continue, onPartialSuccess: ExceptionStrategy.Stop) with { Timeout = TimeSpan.FromMinutes(20) };
        var run = Run([Step("a"), step.WithRetries(3)], _ => Import);

        var definition = Read(run, 1).GetProperty("definition");

        Assert.Equal("Import", definition.GetProperty("type").GetString());
        Assert.Equal(("8a81", "C0FFEE"), (definition.GetProperty("workspaceId").GetString(), definition.GetProperty("modelId").GetString()));
        Assert.Equal([Id("a")], definition.GetProperty("dependsOn").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal("""[{"type":"failure","strategy":"continue"},{"type":"partial_success","strategy":"stop"}]""", definition.GetProperty("exceptionBehavior").GetRawText());
        Assert.Equal("PT20M", definition.GetProperty("timeout").GetString());
        Assert.Equal(3, definition.GetProperty("retry").GetProperty("count").GetInt32());
    }

    [Fact]
    public void Definition_of_a_run_from_before_there_was_one_is_null_and_nothing_is_said_of_waiting()
    {
        var run = Of(Step("a"), Step("b", "a")).Run;

        Assert.Equal(JsonValueKind.Null, Read(run, 1).GetProperty("definition").ValueKind);
        Assert.Equal(JsonValueKind.Null, Read(run, 1).GetProperty("waitingFor").ValueKind);
    }

    /// <summary>The record of a run is read in its row's form, and by the orchestration in its own.</summary>
    [Fact]
    public void Definition_survives_storage_and_history()
    {
        var run = Run([Step("a"), Step("b", "a").WithRetries(2)], _ => Import);

        foreach (var options in new[] { RunJson.Options, JsonSerializerOptions.Default })
        {
            var read = JsonSerializer.Deserialize<RunDocument>(JsonSerializer.Serialize(run, options), options)!;

            Assert.Equal(Read(run, 1).GetRawText(), Read(read, 1).GetRawText());
        }

        Assert.DoesNotContain("efinition", JsonSerializer.Serialize(Of(Step("a")).Run), StringComparison.Ordinal);
    }

    [Fact]
    public void Hundred_steps_that_all_depend_on_each_other_fit_their_row()
    {
        var names = Enumerable.Range(0, 100).Select(place => "019ab000000070008000000000000" + place.ToString("x3", null)).ToList();
        StepSnapshot[] steps = [.. names.Select((referrer, place) => new StepSnapshot { Referrer = referrer, Name = new('n', 200), DependsOn = names[..place] })];

        var length = JsonSerializer.Serialize(Run(steps, _ => Import), RunJson.Options).Length;

        Assert.InRange(length, 1, 100_000);
    }

    [Fact]
    public void Pending_step_waits_for_the_steps_that_are_not_done_through_those_that_are_left_out()
    {
        var run = Run([Step("a"), Step("b", "a", isSkipped: true), Step("c"), Step("d", "bc")], _ => null);
        run = With(run, StepStatus.Running, StepStatus.Skipped, StepStatus.Success, StepStatus.Pending);

        var waiting = Read(run, 3).GetProperty("waitingFor");

        Assert.Equal(
            $$"""{"reason":"steps","steps":[{"referrer":"{{Id("a")}}","name":"a"}],"until":null,"ahead":null,"message":"Waits for 'a'"}""",
            waiting.GetRawText());
    }

    [Fact]
    public void Step_behind_one_that_was_done_before_waits_for_nothing_of_it()
    {
        var run = Run([Step("a"), Step("b", "a"), Step("c", "b"), Step("d")], _ => null);
        run = With(run, StepStatus.Skipped, StepStatus.Skipped, StepStatus.Pending, StepStatus.Running) with { Selection = new() { AlreadyDone = [Id("b")] } };

        Assert.Equal("place", Read(run, 2).GetProperty("waitingFor").GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData(StepStatus.Success, ExceptionStrategy.Stop, ExceptionStrategy.Stop, "place")]
    [InlineData(StepStatus.Failure, ExceptionStrategy.Continue, ExceptionStrategy.Stop, "place")]
    [InlineData(StepStatus.Failure, ExceptionStrategy.Stop, ExceptionStrategy.Continue, "steps")]
    [InlineData(StepStatus.PartialSuccess, ExceptionStrategy.Stop, ExceptionStrategy.Continue, "place")]
    [InlineData(StepStatus.PartialSuccess, ExceptionStrategy.Continue, ExceptionStrategy.Stop, "steps")]
    [InlineData(StepStatus.NotRun, ExceptionStrategy.Continue, ExceptionStrategy.Continue, "steps")]
    [InlineData(StepStatus.Running, ExceptionStrategy.Continue, ExceptionStrategy.Continue, "steps")]
    public void Step_whose_dependencies_count_as_done_waits_for_a_place(StepStatus first, ExceptionStrategy onFailure, ExceptionStrategy onPartialSuccess, string reason)
    {
        var run = With(Run([Step("a", onFailure: onFailure, onPartialSuccess: onPartialSuccess), Step("b", "a"), Step("c")], _ => null), first, StepStatus.Pending, StepStatus.Running);

        Assert.Equal(reason, Read(run, 1).GetProperty("waitingFor").GetProperty("reason").GetString());
    }

    [Fact]
    public void Ready_step_waits_for_no_place_where_none_is_taken()
    {
        var run = Run([Step("a"), Step("b", "a")], _ => null);

        Assert.Equal(JsonValueKind.Null, Read(run, 0).GetProperty("waitingFor").ValueKind);
        Assert.Equal("steps", Read(run, 1).GetProperty("waitingFor").GetProperty("reason").GetString());
        Assert.Equal(JsonValueKind.Null, Read(With(run, StepStatus.Success, StepStatus.Pending), 1).GetProperty("waitingFor").ValueKind);
    }

    [Theory]
    [InlineData(10, "'9'")]
    [InlineData(11, "'9' and 1 more")]
    [InlineData(99, "'9' and 89 more")]
    public void Of_many_steps_that_are_waited_for_ten_are_named(int count, string end)
    {
        var names = Enumerable.Range(0, count).Select(place => "019ab000000070008000000000000" + place.ToString("x3", null)).ToList();
        StepSnapshot[] first = [.. names.Select((referrer, place) => new StepSnapshot { Referrer = referrer, Name = place.ToString(System.Globalization.CultureInfo.InvariantCulture) })];
        var run = Run([.. first, new StepSnapshot { Referrer = Id("z"), Name = "z", DependsOn = names }], _ => null);

        var waiting = Read(run, count).GetProperty("waitingFor");

        Assert.Equal(names.Take(10), waiting.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("referrer").GetString()));
        Assert.EndsWith(end, waiting.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Running_step_waits_for_its_next_try_or_its_turn_and_says_so()
    {
        var run = With(Run([Step("a"), Step("b"), Step("c")], _ => null), StepStatus.Running, StepStatus.Running, StepStatus.Running);
        run = run with
        {
            Steps =
            [
                run.Steps[0] with { RetryAt = Start.AddSeconds(30), Message = "Try 2 of 3 starts at 08:00:30 UTC; last: no rows" },
                run.Steps[1] with { Ahead = 2, Message = "Waiting for model M: 2 before it, first 'x'" },
                run.Steps[2],
            ],
        };

        var (retry, turn) = (Read(run, 0).GetProperty("waitingFor"), Read(run, 1).GetProperty("waitingFor"));

        Assert.Equal(("retry", "2026-11-24T08:00:30.000Z"), (retry.GetProperty("reason").GetString(), retry.GetProperty("until").GetString()));
        Assert.Equal(run.Steps[0].Message, retry.GetProperty("message").GetString());
        Assert.Equal(("turn", 2), (turn.GetProperty("reason").GetString(), turn.GetProperty("ahead").GetInt32()));
        Assert.Equal(JsonValueKind.Null, Read(run, 2).GetProperty("waitingFor").ValueKind);
        Assert.All(
            FlowRunResource.Of(run with { EndDate = Start.AddMinutes(1), Result = new(false, "Failed: x", 1000) }, null).Steps,
            step => Assert.Null(step.WaitingFor));
    }

    [Fact]
    public void Tries_say_when_each_started_got_its_turn_and_ended()
    {
        var run = With(Run([Step("a"), Step("b"), Step("c"), Step("d"), Step("e")], _ => null), StepStatus.Running, StepStatus.Success, StepStatus.Pending, StepStatus.Failure, StepStatus.Failure);
        var at = Start;
        run = run with
        {
            Steps =
            [
                run.Steps[0] with { StartDate = at, Retries = 1, TurnAt = at.AddSeconds(9), Tries = [new(at, null, at.AddSeconds(2)), new(at.AddSeconds(8), null, null)] },
                run.Steps[1] with { StartDate = at, EndDate = at.AddSeconds(5) },
                run.Steps[2],
                run.Steps[3] with { StartDate = at, Retries = 2 },
                run.Steps[4] with { StartDate = at, EndDate = at.AddSeconds(9), Retries = 1, Tries = [new(at, null, at.AddSeconds(2)), new(at.AddSeconds(8), null, null)] },
            ],
        };

        var tries = Enumerable.Range(0, 5).Select(place => Read(run, place).GetProperty("tries").GetRawText()).ToList();

        Assert.Equal(
            [
                $$"""[{"startDate":"{{Text(0)}}","turnDate":null,"endDate":"{{Text(2)}}"},{"startDate":"{{Text(8)}}","turnDate":"{{Text(9)}}","endDate":null}]""",
                $$"""[{"startDate":"{{Text(0)}}","turnDate":null,"endDate":"{{Text(5)}}"}]""",
                "[]",
                "null",
                $$"""[{"startDate":"{{Text(0)}}","turnDate":null,"endDate":"{{Text(2)}}"},{"startDate":"{{Text(8)}}","turnDate":null,"endDate":"{{Text(9)}}"}]""",
            ],
            tries);

        string Text(int seconds) => at.AddSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Step_that_is_left_out_says_why()
    {
        var run = Run([Step("a"), Step("b", isSkipped: true), Step("c"), Step("d")], _ => null);
        run = With(run, StepStatus.Skipped, StepStatus.Skipped, StepStatus.Skipped, StepStatus.Pending) with
        {
            Selection = new() { StepsToRun = [Id("d")], AlreadyDone = [Id("a")] },
        };

        Assert.Equal(
            ["already_done", "definition", "request", null],
            Enumerable.Range(0, 4).Select(place => Read(run, place).GetProperty("skipReason").GetString()));
    }

    [Fact]
    public void Operation_is_that_of_the_newest_try()
    {
        var run = With(Run([Step("a"), Step("b")], _ => null), StepStatus.Running, StepStatus.Pending);
        run = run with { Steps = [run.Steps[0] with { StartDate = Start, Retries = 1 }, run.Steps[1]] };

        Assert.Equal(new FlowFunctions.Steps.StepTry(2).OperationIdOf(RunId, Id("a")), Read(run, 0).GetProperty("operationId").GetString());
        Assert.Equal(JsonValueKind.Null, Read(run, 1).GetProperty("operationId").ValueKind);
    }

    [Fact]
    public void Operation_of_a_step_that_waits_for_its_next_try_is_that_of_the_one_before()
    {
        var run = With(Run([Step("a")], _ => null), StepStatus.Running);
        run = run with { Steps = [run.Steps[0] with { StartDate = Start, Retries = 2, RetryAt = Start.AddMinutes(1) }] };

        Assert.Equal(new FlowFunctions.Steps.StepTry(2).OperationIdOf(RunId, Id("a")), Read(run, 0).GetProperty("operationId").GetString());
    }

    [Theory]
    [InlineData("Cancelled by eve", RunErrorCodes.Cancelled, "cancelled", "eve")]
    [InlineData("Timed out after 1 h", RunErrorCodes.TimedOut, "failure", null)]
    [InlineData("Stopped at step 'a': Cancelled by the target", 7, "failure", null)]
    public void Run_says_what_became_of_it_and_who_cancelled_it(string message, int code, string outcome, string? cancelledBy)
    {
        var run = Of(Step("a")).Run with { EndDate = Start, Result = new(false, message, code) };

        var read = RunStatusResource.Of(run);

        Assert.Equal((outcome, cancelledBy, "ann"), (read.Outcome, read.CancelledBy, read.TriggeredBy));
    }

    /// <summary>An endpoint may say what it likes of its success.</summary>
    [Theory]
    [InlineData(RunKind.Integration, false, "success")]
    [InlineData(RunKind.Integration, true, "success")]
    [InlineData(RunKind.Flow, false, "success")]
    [InlineData(RunKind.Flow, true, "partial_success")]
    public void Message_decides_on_a_partial_success_of_flows_whose_steps_are_not_kept_alone(RunKind kind, bool isWithoutSteps, string outcome)
    {
        var run = With(Of(Step("a")).Run, StepStatus.Success) with { Kind = kind, EndDate = Start, Result = new(true, "Completed with partial success: 1 of 2 steps", null) };

        Assert.Equal(outcome, RunOutcomes.Of(isWithoutSteps ? run with { Steps = [] } : run));
    }

    [Theory]
    [InlineData(StepStatus.Cancelled, "eve")]
    [InlineData(StepStatus.Failure, null)]
    public void Integration_s_run_says_who_cancelled_the_flow_s_run_and_took_it_along(StepStatus status, string? cancelledBy)
    {
        var flow = With(Of(Step("a")).Run, status) with { EndDate = Start, Result = new(false, "Cancelled by eve", RunErrorCodes.Cancelled) };
        var step = flow.Steps[0] with { Message = "Cancelled by eve. 3 rows.", ErrorCode = RunErrorCodes.Cancelled };

        var run = JsonSerializer.Deserialize<RunDocument>(JsonSerializer.Serialize(IntegrationRun.Of(flow, step), RunJson.Options), RunJson.Options)!;

        Assert.Equal(cancelledBy, RunStatusResource.Of(run).CancelledBy);
        Assert.Equal(cancelledBy, LatestRuns.Of(run).CancelledBy);
    }

    private static RunDocument Run(StepSnapshot[] steps, Func<string, IntegrationInput?> integrationOf)
    {
        var input = Of(steps);
        return input.Run with
        {
            Steps = [.. input.Run.Steps.Zip(steps, (record, step) => record with { Definition = StepDefinition.Of(input.Flow, step, integrationOf(step.Name)) })],
        };
    }

    private static RunDocument With(RunDocument run, params StepStatus[] statuses) =>
        run with { Steps = [.. run.Steps.Zip(statuses, (step, status) => step with { Status = status })] };

    private static JsonElement Read(RunDocument run, int place) =>
        JsonSerializer.SerializeToElement(FlowRunResource.Of(run, null), ApiJson.CamelCase).GetProperty("steps")[place];
}
