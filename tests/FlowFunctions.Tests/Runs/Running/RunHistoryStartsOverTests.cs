using System.Text.Json;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Running;

/// <summary>How a run keeps its history short: it starts over between steps, and has a timer only where it may need one.</summary>
public sealed class RunHistoryStartsOverTests
{
    [Fact]
    public async Task Long_chain_goes_on_in_another_history_and_ends_as_one_run()
    {
        var input = Chain("abcdefghijkl");
        var first = new ScriptedOrchestration(input);

        var turn = first.RunAsync();
        first.PartlySucceed("a", "half", 7);
        foreach (var step in "bcdefghij")
        {
            first.Succeed($"{step}");
        }

        await turn;
        Assert.Equal("abcdefghij", first.Started);
        Assert.Empty(first.Records);
        var second = new ScriptedOrchestration(first.Rest!) { Now = first.Now };
        var result = second.RunAsync();
        Assert.Equal("k", second.Started);
        second.Succeed("k").Succeed("l");

        Assert.Equal((true, null), ((await result).Success, second.Rest));
        var record = Assert.Single(second.Records);
        Assert.Equal((input.Run.Id, Start.AddSeconds(12)), (record.Id, record.EndDate));
        Assert.Equal((StepStatus.PartialSuccess, "half", 7), (record.Steps[0].Status, record.Steps[0].Message, record.Steps[0].ErrorCode));
        Assert.All(record.Steps.Skip(1), step => Assert.Equal(StepStatus.Success, step.Status));
        Assert.Equal(Enumerable.Range(1, 12).Select(second => (DateTime?)Start.AddSeconds(second)), record.Steps.Select(step => step.EndDate));
        Assert.Equal(record.Steps.Take(10).Select(step => step.Status), second.Statuses[0].Steps.Take(10).Select(step => step.Status));
    }

    [Fact]
    public async Task Single_faults_of_steps_that_ended_before_are_on_record()
    {
        var first = new ScriptedOrchestration(Chain("abcdefghijkl"));
        var turn = first.RunAsync();
        first.End("a", new(StepOutcomeKind.PartialSuccess, "half", 7), "row 7");
        foreach (var step in "bcdefghij")
        {
            first.Succeed($"{step}");
        }

        await turn;
        var second = new ScriptedOrchestration(first.Rest!);
        var result = second.RunAsync();
        second.Succeed("k").Succeed("l");

        await result;
        Assert.Equal(["row 7"], Assert.Single(second.Records).Steps[0].Details!);
        Assert.Equal([Id("a")], first.Rest!.Standing!.Reports.Keys);
    }

    [Fact]
    public async Task Tries_of_steps_that_ended_before_are_on_record()
    {
        var steps = Chain("abcdefghijkl").Flow.Steps.ToArray();
        steps[0] = steps[0].WithRetries(1);
        var input = Of(steps) with { StepsPerExecution = 10 };
        input = input with { Run = input.Run with { Steps = [.. input.Run.Steps.Zip(steps, (record, step) => record with { Definition = StepDefinition.Of(input.Flow, step, null) })] } };
        var first = new ScriptedOrchestration(input);
        var turn = first.RunAsync();
        first.Fail("a").EndBackOff().Succeed("a");
        foreach (var step in "bcdefghij")
        {
            first.Succeed($"{step}");
        }

        await turn;
        var second = new ScriptedOrchestration(first.Rest!);
        var result = second.RunAsync();
        Assert.Equal(2, second.Statuses[0].Steps[0].Tries?.Count);
        second.Succeed("k").Succeed("l");

        await result;
        Assert.Equal(2, Assert.Single(second.Records).Steps[0].Tries?.Count);
        Assert.Equal([Id("a")], first.Rest!.Standing!.Tries.Keys);
    }

    [Fact]
    public async Task Failure_that_the_flow_went_on_after_before_is_told_in_the_end()
    {
        var steps = Chain("abcdefghijkl").Flow.Steps.ToArray();
        steps[0] = steps[0] with { OnFailure = Core.Flows.ExceptionStrategy.Continue };
        var first = new ScriptedOrchestration(Of(steps) with { StepsPerExecution = 10 });
        var turn = first.RunAsync();
        first.Fail("a", "no rows", 42);
        foreach (var step in "bcdefghij")
        {
            first.Succeed($"{step}");
        }

        await turn;
        var second = new ScriptedOrchestration(first.Rest!);
        var result = second.RunAsync();
        second.Succeed("k").Succeed("l");

        // The failure that the flow went on after is what the run tells of.
        Assert.Equal(await WholeAsync(steps), await result);
    }

    /// <summary>It is in the same turn, and the framework gives it to the history that is over.</summary>
    [Fact]
    public async Task Cancellation_that_comes_while_the_history_starts_over_is_passed_on_to_the_next()
    {
        var first = new ScriptedOrchestration(Chain("abcdefghijkl"));
        var turn = first.RunAsync();
        foreach (var step in "abcdefghij")
        {
            first.Succeed($"{step}");
        }

        await turn;
        Assert.Empty(first.SentEvents);
        first.Cancel("ann");

        Assert.Equal([$"{RunFlow.CancelEvent} to {RunId}"], first.SentEvents);
    }

    [Fact]
    public async Task History_does_not_start_over_while_a_step_is_in_flight()
    {
        var run = new ScriptedOrchestration(Of([.. Chain("abcdefghijkl").Flow.Steps, Step("z")]) with { StepsPerExecution = 10 });

        var result = run.RunAsync();
        foreach (var step in "abcdefghijk")
        {
            run.Succeed($"{step}");
        }

        Assert.Equal("azbcdefghijkl", run.Started);
        run.Succeed("l").Succeed("z");
        Assert.True((await result).Success);
        Assert.Null(run.Rest);
    }

    /// <summary>What is asked for again stays asked for, too, and keeps a history from its end.</summary>
    [Fact]
    public async Task History_that_was_woken_does_not_start_over()
    {
        var run = new ScriptedOrchestration(Chain("abcdefghijkl"));

        var result = run.RunAsync();
        run.Succeed("a").Wake();
        foreach (var step in "bcdefghijkl")
        {
            run.Succeed($"{step}");
        }

        Assert.Equal("abbcdefghijkl", run.Started);
        Assert.True((await result).Success);
        Assert.Null(run.Rest);
    }

    [Fact]
    public async Task Run_that_an_earlier_version_started_keeps_its_one_history_and_its_timer()
    {
        var run = new ScriptedOrchestration(Chain("abcdefghijkl") with { StepsPerExecution = 0 });

        var result = run.RunAsync();
        Assert.Equal(Start.AddHours(24), run.TimeoutAt);
        foreach (var step in "abcdefghijkl")
        {
            run.Succeed($"{step}");
        }

        Assert.True((await result).Success);
        Assert.Null(run.Rest);
    }

    [Fact]
    public async Task Run_whose_steps_end_within_their_activities_has_no_timer()
    {
        var run = new ScriptedOrchestration(Chain("ab"));

        var result = run.RunAsync();
        run.Succeed("a").Succeed("b");

        Assert.True((await result).Success);
        Assert.Null(run.TimeoutAt);
    }

    [Fact]
    public async Task Timer_begins_with_the_first_step_that_outlasts_its_activity_and_ends_the_run()
    {
        var run = new ScriptedOrchestration(Chain("ab"));

        var result = run.RunAsync();
        run.Succeed("a");
        Assert.Null(run.TimeoutAt);
        run.Report("b", StepReport.Waiting(Start.AddMinutes(1)));
        Assert.Equal(Start.AddHours(24), run.TimeoutAt);
        run.TimeOut();

        Assert.Equal(RunErrorCodes.TimedOut, (await result).ErrorCode);
        Assert.Equal(StepStatus.Cancelled, Assert.Single(run.Records).Steps[1].Status);
    }

    [Fact]
    public async Task No_step_starts_after_the_run_s_time_however_long_nothing_came()
    {
        var run = new ScriptedOrchestration(Chain("ab"));

        var result = run.RunAsync();
        run.Now = Start.AddHours(25);
        run.Succeed("a");

        Assert.Equal(RunErrorCodes.TimedOut, (await result).ErrorCode);
        Assert.Equal("a", run.Started);
        Assert.Equal([StepStatus.Success, StepStatus.NotRun], Assert.Single(run.Records).Steps.Select(step => step.Status));
    }

    /// <summary>Its history may hold the step already.</summary>
    [Fact]
    public async Task Run_that_an_earlier_version_started_still_starts_a_step_until_its_timer_fires()
    {
        var run = new ScriptedOrchestration(Chain("ab") with { Ways = 0 });

        var result = run.RunAsync();
        run.Now = Start.AddHours(25);
        run.Succeed("a");
        Assert.Equal(("ab", Start.AddHours(24)), (run.Started, run.TimeoutAt));
        run.TimeOut();

        Assert.Equal(RunErrorCodes.TimedOut, (await result).ErrorCode);
        Assert.Equal([StepStatus.Success, StepStatus.Cancelled], Assert.Single(run.Records).Steps.Select(step => step.Status));
    }

    [Fact]
    public async Task Run_keeps_its_ways_when_its_history_starts_over()
    {
        var first = new ScriptedOrchestration(Chain("abcdefghijkl"));
        var earlier = new ScriptedOrchestration(Chain("abcdefghijkl") with { Ways = 0 });
        foreach (var run in new[] { first, earlier })
        {
            var turn = run.RunAsync();
            foreach (var step in "abcdefghij")
            {
                run.Succeed($"{step}");
            }

            await turn;
        }

        Assert.Equal((RunInput.LatestWays, 0), (first.Rest!.Ways, earlier.Rest!.Ways));
    }

    [Fact]
    public async Task Timer_begins_with_the_first_wait_between_two_tries()
    {
        var run = new ScriptedOrchestration(Of(Step("a").WithRetries(1)) with { StepsPerExecution = 10 });

        var result = run.RunAsync();
        run.Fail("a");
        Assert.Equal(Start.AddHours(24), run.TimeoutAt);
        run.EndBackOff().Succeed("a");

        Assert.True((await result).Success);
        Assert.True(run.IsTimerCancelled);
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(7, false)]
    public async Task Timer_begins_with_a_run_that_has_no_more_than_six_hours(int hours, bool hasTimer)
    {
        var run = new ScriptedOrchestration(Chain("ab") with { MaxRunDuration = TimeSpan.FromHours(hours) });

        var result = run.RunAsync();
        Assert.Equal(hasTimer ? Start.AddHours(hours) : null, run.TimeoutAt);
        run.Now = Start.AddHours(1);
        run.Succeed("a");
        Assert.Equal(Start.AddHours(hours), run.TimeoutAt);
        run.Succeed("b");

        Assert.True((await result).Success);
    }

    [Fact]
    public void Input_is_stored_as_it_is_where_it_is_short_and_goes_on_with_nothing()
    {
        var input = Chain("ab");

        Assert.Same(input, StoredRunInput.Of(input));
        Assert.Equivalent(input, StoredRunInput.Read(JsonSerializer.SerializeToElement(input)), strict: true);
    }

    [Fact]
    public void Long_input_is_packed_to_what_fits_a_row()
    {
        var input = Of([.. Enumerable.Range(0, 100).Select(number => Step("a") with { Referrer = Core.ResourceId.Derive(RunId, $"{number}"), Name = $"Step {number}" })]);

        var stored = JsonSerializer.SerializeToElement(StoredRunInput.Of(input));

        Assert.True(JsonSerializer.Serialize(input).Length > StoredRunInput.MaximumLength);
        Assert.InRange(stored.GetRawText().Length, 1, StoredRunInput.MaximumLength);
        Assert.Equivalent(input, StoredRunInput.Read(stored), strict: true);
    }

    /// <summary>A release that does not know of standings would begin the run again.</summary>
    [Fact]
    public void Input_that_goes_on_from_a_standing_cannot_be_read_as_one_that_begins()
    {
        var input = Chain("ab");
        var standing = new RunStanding(
            FlowProgress.Start(input.Flow, input.Run.Selection, 20).Save(), new Dictionary<string, StepReport>(), new Dictionary<string, IReadOnlyList<TrySpan>>());

        var stored = JsonSerializer.SerializeToElement(StoredRunInput.Of(input with { Standing = standing }));

        Assert.Throws<JsonException>(() => stored.Deserialize<RunInput>());
        Assert.Equivalent(standing, StoredRunInput.Read(stored).Standing, strict: true);
    }

    private static RunInput Chain(string names) =>
        Of([.. names.Select((name, place) => Step($"{name}", place == 0 ? "" : $"{names[place - 1]}"))]) with { StepsPerExecution = RunFlow.StepsPerExecution };

    /// <summary>The same in one history.</summary>
    private static async Task<RunResult> WholeAsync(Core.Runs.StepSnapshot[] steps)
    {
        var run = new ScriptedOrchestration(Of(steps));
        var result = run.RunAsync();
        run.Fail("a", "no rows", 42);
        foreach (var step in steps.Skip(1))
        {
            run.Succeed(step.Name);
        }

        return await result;
    }
}
