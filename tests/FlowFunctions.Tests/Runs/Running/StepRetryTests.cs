using FlowFunctions.Core;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Running;

public sealed class StepRetryTests
{
    [Fact]
    public async Task Step_that_fails_is_tried_again_and_only_its_last_outcome_counts()
    {
        var run = new ScriptedOrchestration(Of(Step("a").WithRetries(2), Step("b", "a")));

        var result = run.RunAsync();
        run.End("a", new(StepOutcomeKind.Failure, "no rows", 42, Attempts: 3), "row 1");
        Assert.Equal(("a", Start.AddSeconds(31)), (run.Started, run.BackOffs[0].Until));
        run.EndBackOff().End("a", new(StepOutcomeKind.Failure, "no file", 43, Attempts: 4));
        Assert.Equal(("aa", Start.AddSeconds(92)), (run.Started, run.BackOffs[1].Until));
        run.EndBackOff().End("a", new(StepOutcomeKind.Success, "5 rows", Attempts: 5)).Succeed("b");

        Assert.Equal(new RunResult(true, "Success", null), await result);
        Assert.Equal("aaab", run.Started);
        var step = Assert.Single(run.Records).Steps[0];
        Assert.Equal(
            (StepStatus.Success, Start, Start.AddSeconds(93), 2, 5, "5 rows", null),
            (step.Status, step.StartDate, step.EndDate, step.Retries, step.Attempts, step.Message, step.ErrorCode));
        Assert.Null(step.Details);
        Assert.Empty(run.CancelledSteps);
        Assert.True(run.IsTimerCancelled);
    }

    [Fact]
    public async Task Tries_are_on_record_with_their_times_and_with_the_turn_that_each_has_waited_for()
    {
        var run = new ScriptedOrchestration(OfThisVersion(Step("a").WithRetries(1), Step("b", "a")));

        var result = run.RunAsync();
        run.Report("a", StepReport.Ended(new(StepOutcomeKind.Failure)) with { TurnAt = Start.AddSeconds(0.5) });
        Assert.Equal([new(Start, Start.AddSeconds(0.5), Start.AddSeconds(1))], LiveTries());
        run.EndBackOff();
        var second = Start.AddSeconds(31);
        Assert.Equal([new(Start, Start.AddSeconds(0.5), Start.AddSeconds(1)), new(second, null, null)], LiveTries());
        run.Succeed("a").Succeed("b");

        await result;
        var steps = Assert.Single(run.Records).Steps;
        Assert.Equal([new(Start, Start.AddSeconds(0.5), Start.AddSeconds(1)), new(second, null, second.AddSeconds(1))], steps[0].Tries);

        // One try without a wait has no more to say than its step.
        Assert.Null(steps[1].Tries);

        IReadOnlyList<TrySpan>? LiveTries() => run.Statuses[^1].ApplyTo(Of(Step("a"), Step("b", "a")).Run)[0].Tries;
    }

    [Fact]
    public void First_try_is_over_while_the_step_waits_for_its_second()
    {
        var run = new ScriptedOrchestration(OfThisVersion(Step("a").WithRetries(1), Step("b", "a")));

        _ = run.RunAsync();
        run.Fail("a");

        Assert.Equal([new(Start, null, Start.AddSeconds(1))], run.Statuses[^1].ApplyTo(Of(Step("a"), Step("b", "a")).Run)[0].Tries);
    }

    [Fact]
    public async Task Try_that_is_cancelled_ends_with_its_step()
    {
        var run = new ScriptedOrchestration(OfThisVersion(Step("a").WithRetries(1), Step("b", "a")));

        var result = run.RunAsync();
        run.Fail("a").EndBackOff().Cancel("ann");

        await result;
        Assert.Equal([new(Start, null, Start.AddSeconds(1)), new(Start.AddSeconds(31), null, Start.AddSeconds(32))], Assert.Single(run.Records).Steps[0].Tries);
    }

    [Fact]
    public void Each_try_is_an_operation_of_its_own_with_time_of_its_own()
    {
        var run = new ScriptedOrchestration(Of(Step("a").WithRetries(2) with { Timeout = TimeSpan.FromMinutes(5) }, Step("b", "a")));

        _ = run.RunAsync();
        run.End("a", new(StepOutcomeKind.Failure, Attempts: 3)).EndBackOff().End("a", new(StepOutcomeKind.Failure, Attempts: 4)).EndBackOff();

        Assert.Equal([StepTry.First, new(2, 3), new(3, 4)], run.Calls.Select(call => call.Try));
        Assert.Equal([Start, Start.AddSeconds(31), Start.AddSeconds(92)], run.Calls.Select(call => call.StartedAt));
        Assert.Equal([Start.AddMinutes(5), Start.AddSeconds(31 + 300), Start.AddSeconds(92 + 300)], run.Calls.Select(call => call.Deadline()));
        Assert.Equal(ResourceId.Derive(RunId, Id("a")), run.Calls[0].OperationId);
        Assert.Equal(3, run.Calls.Select(call => call.OperationId).Distinct().Count());
        Assert.All(run.Calls, call => Assert.Equal(IntegrationRun.IdOf(RunId, Id("a")), DumpStore.RunIdOf(call)));
    }

    [Theory]
    [InlineData(ExceptionStrategy.Stop, "aa", "Stopped at step 'a': still no rows")]
    [InlineData(ExceptionStrategy.Continue, "aab", "Completed with failures: 1 of 2 steps")]
    public async Task Retries_that_are_used_up_leave_the_rest_to_the_strategy(ExceptionStrategy strategy, string started, string message)
    {
        var run = new ScriptedOrchestration(Of(Step("a", onFailure: strategy).WithRetries(1), Step("b", "a")));

        var result = run.RunAsync();
        run.Fail("a", "no rows", 42).EndBackOff().Fail("a", "still no rows", 43);
        if (strategy == ExceptionStrategy.Continue)
        {
            run.Succeed("b");
        }

        Assert.Equal(new RunResult(false, message, 43), await result);
        Assert.Equal(started, run.Started);
    }

    [Fact]
    public async Task Partial_success_is_not_tried_again()
    {
        var run = new ScriptedOrchestration(Of(Step("a", onPartialSuccess: ExceptionStrategy.Stop).WithRetries(3), Step("b", "a")));

        var result = run.RunAsync();
        run.PartlySucceed("a", "half");

        Assert.Equal("Stopped at step 'a': half", (await result).Message);
        Assert.Empty(run.BackOffs);
    }

    [Fact]
    public async Task Missing_integration_is_not_tried_again()
    {
        var input = Of(Step("a").WithRetries(3), Step("b", "a"));
        var run = new ScriptedOrchestration(input with { Integrations = [input.Integrations[1]] });

        Assert.Equal(1005, (await run.RunAsync()).ErrorCode);
        Assert.Empty(run.BackOffs);
    }

    [Fact]
    public async Task Status_says_what_the_step_waits_for()
    {
        var run = new ScriptedOrchestration(Of(Step("a").WithRetries(3), Step("b", "a")));

        var result = run.RunAsync();
        run.Fail("a", "no rows");
        Assert.Equal((StepStatus.Running, "Try 2 of 4 starts at 08:00:31 UTC; last: no rows", 1), Shown(run));
        run.EndBackOff();
        Assert.Equal((StepStatus.Running, "Try 2 of 4; last: no rows", 2), Shown(run));
        run.Succeed("a");
        Assert.Equal((StepStatus.Success, null, 1), Shown(run));
        run.Succeed("b");
        await result;
    }

    [Fact]
    public async Task Cancel_between_two_tries_ends_the_run_at_once()
    {
        var run = new ScriptedOrchestration(Of(Step("a").WithRetries(3), Step("b")));

        var result = run.RunAsync();
        run.Fail("a", "no rows").Cancel("eve");

        Assert.Equal(new RunResult(false, "Cancelled by eve", 1003), await result);
        Assert.True(run.BackOffs[0].End.Task.IsCanceled);
        Assert.Equal(["b"], run.CancelledSteps);
        Assert.Equal("ab", run.Started);
        Assert.Equal((StepStatus.Cancelled, 1), (run.Records[0].Steps[0].Status, run.Records[0].Steps[0].Retries));
    }

    /// <summary>Of a run that an earlier version started, the retry that never came is counted, as it was then.</summary>
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task Step_that_is_cancelled_before_its_next_try_is_known_by_the_last_that_began(bool isUnderWay, int tries)
    {
        var run = new ScriptedOrchestration(OfThisVersion(Step("a").WithRetries(3), Step("b")));

        var result = run.RunAsync();
        run.Fail("a", "no rows");
        if (isUnderWay)
        {
            run.EndBackOff();
        }

        run.Cancel("eve");
        await result;

        var step = RunStepResource.Of(run.Records[0], run.Records[0].Steps[0]);
        Assert.Equal((StepStatus.Cancelled, tries - 1, new StepTry(tries).OperationIdOf(RunId, Id("a"))), (step.Status, step.Retries, step.OperationId));
        Assert.Null(run.Statuses[^1].Steps[0].RetryAt);
    }

    [Fact]
    public async Task Time_out_between_two_tries_ends_the_run_at_once()
    {
        var run = new ScriptedOrchestration(Of(Step("a").WithRetries(3), Step("b", "a")) with { MaxRunDuration = TimeSpan.FromSeconds(10) });

        var result = run.RunAsync();
        run.Fail("a", "no rows").TimeOut();

        Assert.Equal(new RunResult(false, "Timed out after 10 seconds", 1004), await result);
        Assert.True(run.BackOffs[0].End.Task.IsCanceled);
    }

    [Fact]
    public async Task Cancel_reaches_the_try_that_is_under_way()
    {
        var run = new ScriptedOrchestration(Of(Step("a").WithRetries(3), Step("b", "a")));

        var result = run.RunAsync();
        run.Report("a", StepReport.Waiting(Start.AddMinutes(1))).EndWait("a", StepReport.Failed(42, "no rows"))
            .EndBackOff().Report("a", StepReport.Waiting(Start.AddMinutes(3))).Cancel("eve");

        Assert.Equal(1003, (await result).ErrorCode);
        Assert.Equal([$"Cancel to {RunId}-{Id("a")}-2"], run.SentEvents);
        Assert.Equal(["a"], run.CancelledSteps);
    }

    [Fact]
    public async Task Try_that_fails_after_the_run_let_go_of_it_is_the_last()
    {
        var run = new ScriptedOrchestration(Of(Step("a").WithRetries(3), Step("b", "a")));

        var result = run.RunAsync();
        run.Cancel("eve");
        await result;
        run.Fail("a", "too late");

        Assert.Empty(run.BackOffs);
        Assert.Equal("a", run.Started);
    }

    [Fact]
    public async Task Activity_that_throws_is_tried_again_once_its_target_was_told()
    {
        var run = new ScriptedOrchestration(Of(Step("a").WithRetries(1), Step("b", "a")));

        var result = run.RunAsync();
        run.Throw("a", "storage is away");
        Assert.Equal(["a"], run.CancelledSteps);
        run.EndBackOff().Throw("a", "storage is still away");

        Assert.Equal(new RunResult(false, "Stopped at step 'a': storage is still away", 1000), await result);
        Assert.Equal(["a"], run.CancelledSteps);
        Assert.Equal(2, run.Records[0].Steps[0].Attempts);
    }

    [Fact]
    public async Task Flow_that_stopped_lets_a_step_use_up_its_retries()
    {
        var run = new ScriptedOrchestration(Of(Step("a").WithRetries(1), Step("b"), Step("c", "a")));

        var result = run.RunAsync();
        run.Fail("a").Fail("b", "broken");
        Assert.False(result.IsCompleted);
        run.EndBackOff().Succeed("a");

        Assert.Equal("Stopped at step 'b': broken", (await result).Message);
        Assert.Equal("aba", run.Started);
        Assert.Equal([StepStatus.Success, StepStatus.Failure, StepStatus.NotRun], run.Records[0].Steps.Select(step => step.Status));
    }

    private static (StepStatus Status, string? Message, int Attempts) Shown(ScriptedOrchestration run) =>
        run.Statuses[^1].Steps[0] is var step ? (step.Status, step.Message, step.Attempts) : default;

    /// <summary>Runs that an earlier version started have no definitions, and are recorded as they were then.</summary>
    private static RunInput OfThisVersion(params StepSnapshot[] steps)
    {
        var input = Of(steps);
        return input with { Run = input.Run with { Steps = [.. input.Run.Steps.Zip(input.Flow.Steps, (record, step) => record with { Definition = StepDefinition.Of(input.Flow, step, null) })] } };
    }
}
