using FlowFunctions.Core;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Running;

public sealed class RunFlowTests
{
    [Fact]
    public async Task Steps_start_as_their_dependencies_end_and_the_run_is_recorded_once()
    {
        var run = new ScriptedOrchestration(Of(Step("a"), Step("b", "a"), Step("c", "a"), Step("d", "bc")));

        var result = run.RunAsync();
        Assert.Equal("a", run.Started);
        run.Succeed("a");
        Assert.Equal("abc", run.Started);
        run.Succeed("c");
        Assert.Equal("abc", run.Started);
        run.Succeed("b");
        Assert.Equal("abcd", run.Started);
        Assert.Empty(run.Records);
        run.Succeed("d", "42 rows");

        Assert.Equal(new RunResult(true, "Success", null), await result);
        var record = Assert.Single(run.Records);
        Assert.Equal(await result, record.Result);
        Assert.Equal((RunId, FlowId, Start, Start.AddSeconds(4)), (record.Id, record.OwnerId, record.StartDate, record.EndDate));
        Assert.All(record.Steps, step => Assert.Equal((StepStatus.Success, 1.0), (step.Status, step.Progress)));
        Assert.Equal((Start.AddSeconds(3), Start.AddSeconds(4), "42 rows"), (record.Steps[3].StartDate, record.Steps[3].EndDate, record.Steps[3].Message));
        Assert.Equal("ann", record.Trigger.User);
        Assert.True(run.IsTimerCancelled);
    }

    [Fact]
    public async Task Step_is_called_with_all_that_its_target_needs()
    {
        var run = new ScriptedOrchestration(Of(Step("a"), Step("b")));

        var result = run.RunAsync();
        run.Succeed("a").Succeed("b");
        await result;

        var call = run.Calls[0];
        Assert.Equal((RunId, FlowId, Id("a"), "a"), (call.RunId, call.FlowId, call.Referrer, call.Name));
        Assert.Equal(ResourceId.Derive(RunId, Id("a")), call.OperationId);
        Assert.Equal((Start, TimeSpan.FromSeconds(20), "https://example.com/a"), (call.StartedAt, call.InlineWait, call.Endpoint?.Url));
    }

    public static TheoryData<StepOutcomeKind, ExceptionStrategy, string, bool, string, int?, StepStatus> Strategies => new()
    {
        { StepOutcomeKind.Failure, ExceptionStrategy.Stop, "a", false, "Stopped at step 'a': broken", 42, StepStatus.NotRun },
        { StepOutcomeKind.Failure, ExceptionStrategy.Continue, "ab", false, "Completed with failures: 1 of 2 steps", 42, StepStatus.Success },
        { StepOutcomeKind.PartialSuccess, ExceptionStrategy.Stop, "a", false, "Stopped at step 'a': broken", 42, StepStatus.NotRun },
        { StepOutcomeKind.PartialSuccess, ExceptionStrategy.Continue, "ab", true, "Completed with partial success: 1 of 2 steps", null, StepStatus.Success },
        { StepOutcomeKind.Success, ExceptionStrategy.Stop, "ab", true, "Success", null, StepStatus.Success },
    };

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Strategy_for_the_outcome_decides_what_follows(
        StepOutcomeKind kind, ExceptionStrategy strategy, string started, bool success, string message, int? code, StepStatus next)
    {
        var run = new ScriptedOrchestration(Of(Step("a", onFailure: strategy, onPartialSuccess: strategy), Step("b", "a")));

        var result = run.RunAsync();
        run.End("a", new StepOutcome(kind, "broken", kind == StepOutcomeKind.Success ? null : 42));
        if (started == "ab")
        {
            run.Succeed("b");
        }

        Assert.Equal(new RunResult(success, message, code), await result);
        Assert.Equal(started, run.Started);
        Assert.Equal(next, Assert.Single(run.Records).Steps[1].Status);
    }

    [Fact]
    public async Task Stop_lets_running_steps_finish()
    {
        var run = new ScriptedOrchestration(Of(Step("a"), Step("b"), Step("c", "b")));

        var result = run.RunAsync();
        run.Fail("a");
        Assert.False(result.IsCompleted);
        run.Succeed("b", "late");

        Assert.Equal(1001, (await result).ErrorCode);
        Assert.Equal("ab", run.Started);
        Assert.Equal(
            [StepStatus.Failure, StepStatus.Success, StepStatus.NotRun], Assert.Single(run.Records).Steps.Select(step => step.Status));
    }

    [Fact]
    public async Task Skipped_step_lets_order_through()
    {
        var run = new ScriptedOrchestration(Of(Step("a"), Step("b", "a", isSkipped: true), Step("c", "b")));

        var result = run.RunAsync();
        Assert.Equal("a", run.Started);
        run.Succeed("a").Succeed("c");

        Assert.Equal("Success", (await result).Message);
        Assert.Equal("ac", run.Started);
        Assert.Equal(StepStatus.Skipped, run.Records[0].Steps[1].Status);
    }

    [Fact]
    public async Task Only_selected_steps_run()
    {
        var run = new ScriptedOrchestration(
            Of(Step("a"), Step("b", "a"), Step("c", "b")).With(new RunSelection { StepsToRun = [Id("a"), Id("c")], AlreadyDone = [Id("a")] }));

        var result = run.RunAsync();
        run.Succeed("c");

        Assert.True((await result).Success);
        Assert.Equal("c", run.Started);
    }

    [Fact]
    public async Task Parallel_steps_stay_within_the_limit()
    {
        var run = new ScriptedOrchestration(Of(Step("a"), Step("b"), Step("c")) with { MaxParallelSteps = 2 });

        var result = run.RunAsync();
        Assert.Equal("ab", run.Started);
        run.Succeed("b");
        Assert.Equal("abc", run.Started);
        run.Succeed("a").Succeed("c");

        Assert.True((await result).Success);
    }

    [Fact]
    public async Task Activity_that_throws_is_a_failure_of_its_step()
    {
        var run = new ScriptedOrchestration(Of(Step("a", onFailure: ExceptionStrategy.Continue), Step("b", "a")));

        var result = run.RunAsync();
        run.Throw("a", "storage is away").Succeed("b");

        Assert.Equal(new RunResult(false, "Completed with failures: 1 of 2 steps", 1000), await result);
        Assert.Equal(("storage is away", 1000), (run.Records[0].Steps[0].Message, run.Records[0].Steps[0].ErrorCode));
    }

    [Fact]
    public async Task Missing_integration_fails_its_step_and_the_others_go_on_by_its_strategy()
    {
        var input = Of(Step("a", onFailure: ExceptionStrategy.Continue), Step("b", "a"));
        var run = new ScriptedOrchestration(input with { Integrations = [input.Integrations[1]] });

        var result = run.RunAsync();
        run.Succeed("b");

        Assert.Equal(new RunResult(false, "Completed with failures: 1 of 2 steps", 1005), await result);
        Assert.Equal("b", run.Started);
        Assert.Equal($"The integration '{Id("a")}' does not exist.", run.Records[0].Steps[0].Message);
    }

    [Fact]
    public async Task Step_on_a_model_that_breaks_is_told_to_leave_the_model_to_the_next()
    {
        var input = Of(Step("a", onFailure: ExceptionStrategy.Continue), Step("b", "a"));
        var run = new ScriptedOrchestration(input with
        {
            Integrations = [.. input.Integrations.Select(integration => integration with { Endpoint = null, Anaplan = new() { WorkspaceId = "w", ModelId = "m" } })],
        });

        var result = run.RunAsync();
        run.Throw("a", "storage is away").Succeed("b");

        Assert.Equal("Completed with failures: 1 of 2 steps", (await result).Message);
        Assert.Equal(["a"], run.CancelledSteps);
    }

    [Fact]
    public async Task Long_step_goes_on_in_an_orchestration_of_its_own()
    {
        var run = new ScriptedOrchestration(Of(Step("a"), Step("b", "a")));
        var nextAt = Start.AddSeconds(30);

        var result = run.RunAsync();
        run.Report("a", StepReport.Waiting(nextAt));
        Assert.Equal("a", run.Started);
        run.EndWait("a", StepReport.Ended(new(StepOutcomeKind.PartialSuccess, "half", 7, Attempts: 3), ["row 9"])).Succeed("b");

        Assert.True((await result).Success);
        Assert.Equal((nextAt, "a"), (Assert.Single(run.Waits).NextAt, run.Waits[0].Call.Name));
        var step = run.Records[0].Steps[0];
        Assert.Equal((StepStatus.PartialSuccess, 3, "half"), (step.Status, step.Attempts, step.Message));
        Assert.Equal(["row 9"], step.Details);
    }

    [Fact]
    public async Task Cancel_lets_go_of_running_steps_tells_their_targets_and_records()
    {
        var run = new ScriptedOrchestration(Of(Step("a"), Step("b"), Step("c"), Step("d", "a")));

        var result = run.RunAsync();
        run.Succeed("c").Report("b", StepReport.Waiting(Start.AddMinutes(1))).Cancel("eve");

        Assert.Equal(new RunResult(false, "Cancelled by eve", 1003), await result);
        Assert.Equal(["a", "b"], run.CancelledSteps);
        Assert.Equal([$"Cancel to {RunId}-{Id("b")}"], run.SentEvents);
        Assert.Equal(
            [StepStatus.Cancelled, StepStatus.Cancelled, StepStatus.Success, StepStatus.NotRun],
            Assert.Single(run.Records).Steps.Select(step => step.Status));
        Assert.True(run.IsTimerCancelled);
    }

    [Fact]
    public async Task Cancelled_step_says_what_it_has_done_all_the_same()
    {
        var run = new ScriptedOrchestration(Of(Step("a"), Step("b", "a"))) { LeftOver = "3 rows." };

        var result = run.RunAsync();
        run.Cancel("eve");

        Assert.Equal("Cancelled by eve", (await result).Message);
        Assert.Equal(["Cancelled by eve. 3 rows.", null], Assert.Single(run.Records).Steps.Select(step => step.Message));
    }

    [Fact]
    public async Task Integration_s_run_says_who_cancelled_it()
    {
        var run = new ScriptedOrchestration(OfOneIntegration("a")) { LeftOver = "3 rows." };

        var result = run.RunAsync();
        run.Cancel("eve");
        await result;

        Assert.Equal(("Cancelled by eve. 3 rows.", "eve"), (run.Records[0].Result!.Message, run.Records[0].CancelledBy));
    }

    [Fact]
    public async Task Nobody_cancelled_an_integration_s_run_whose_target_says_so()
    {
        var run = new ScriptedOrchestration(OfOneIntegration("a"));

        var result = run.RunAsync();
        run.Fail("a", "Cancelled by eve", RunErrorCodes.Cancelled);
        await result;

        Assert.Equal(("Cancelled by eve", null), (run.Records[0].Result!.Message, run.Records[0].CancelledBy));
    }

    [Fact]
    public async Task Cancel_without_a_name_still_cancels()
    {
        var run = new ScriptedOrchestration(Of(Step("a"), Step("b")));

        var result = run.RunAsync();
        run.Cancel(null);

        Assert.Equal("Cancelled by an operator", (await result).Message);
    }

    [Fact]
    public async Task Target_that_cannot_be_told_does_not_keep_the_run_from_ending()
    {
        var run = new ScriptedOrchestration(Of(Step("a"), Step("b")))
        {
            CancelFault = new Microsoft.DurableTask.TaskFailedException("CancelStep", 1, new InvalidOperationException("storage is away")),
        };

        var result = run.RunAsync();
        run.Cancel("eve");

        Assert.Equal("Cancelled by eve", (await result).Message);
        Assert.Single(run.Records);
    }

    [Fact]
    public async Task Run_that_takes_too_long_ends_as_timed_out()
    {
        var run = new ScriptedOrchestration(Of(Step("a"), Step("b", "a")) with { MaxRunDuration = TimeSpan.FromMinutes(90) });

        var result = run.RunAsync();
        Assert.Equal(Start.AddMinutes(90), run.TimeoutAt);
        run.TimeOut();

        Assert.Equal(new RunResult(false, "Timed out after 1 hour 30 minutes", 1004), await result);
        Assert.Equal(["a"], run.CancelledSteps);
        Assert.Equal([StepStatus.Cancelled, StepStatus.NotRun], Assert.Single(run.Records).Steps.Select(step => step.Status));
    }

    [Fact]
    public async Task Run_that_breaks_is_recorded_as_failed()
    {
        var run = new ScriptedOrchestration(Of(Step("a"), Step("b"), Step("c", "a")));

        var result = run.RunAsync();
        run.ThrowUnexpectedly("a", "a defect");

        Assert.Equal(new RunResult(false, "Failed: a defect", 1000), await result);
        Assert.Equal(["b"], run.CancelledSteps);
        Assert.Equal(
            [StepStatus.Cancelled, StepStatus.Cancelled, StepStatus.NotRun], Assert.Single(run.Records).Steps.Select(step => step.Status));
    }

    [Fact]
    public async Task Flow_that_cannot_be_planned_is_recorded_as_failed()
    {
        var run = new ScriptedOrchestration(Of(Step("a", "b"), Step("b", "a")));

        var result = await run.RunAsync();

        Assert.Equal((false, 1000), (result.Success, result.ErrorCode));
        Assert.StartsWith("Failed: ", result.Message, StringComparison.Ordinal);
        Assert.All(Assert.Single(run.Records).Steps, step => Assert.Equal(StepStatus.NotRun, step.Status));
    }

    [Theory]
    [InlineData(StepOutcomeKind.Success, null, true, "Success", null)]
    [InlineData(StepOutcomeKind.PartialSuccess, "3 of 5 rows", true, "3 of 5 rows", 42)]
    [InlineData(StepOutcomeKind.Failure, "no rows", false, "no rows", 42)]
    public async Task Integration_by_itself_ends_as_its_step_does(StepOutcomeKind kind, string? message, bool success, string expected, int? code)
    {
        var run = new ScriptedOrchestration(OfOneIntegration("a"));

        var result = run.RunAsync();
        run.End("a", new StepOutcome(kind, message, code), "row 1");

        Assert.Equal(new RunResult(success, expected, code), await result);
        Assert.Null(run.Calls[0].FlowId);
        Assert.Equal(["row 1"], run.Records[0].Details);
    }

    [Fact]
    public async Task Integration_by_itself_that_is_cancelled_says_by_whom()
    {
        var run = new ScriptedOrchestration(OfOneIntegration("a"));

        var result = run.RunAsync();
        run.Cancel("eve");

        Assert.Equal(new RunResult(false, "Cancelled by eve", 1003), await result);
    }

    [Fact]
    public async Task Status_follows_every_change()
    {
        var run = new ScriptedOrchestration(Of(Step("a"), Step("b", "a")));

        var result = run.RunAsync();
        run.Succeed("a").Fail("b", "no rows", 42);
        await result;

        Assert.Equal(
            [
                [StepStatus.Running, StepStatus.Pending],
                [StepStatus.Success, StepStatus.Running],
                [StepStatus.Success, StepStatus.Failure],
            ],
            run.Statuses.Select(status => status.Steps.Select(step => step.Status).ToArray()).ToArray());
        var steps = run.Statuses[^1].ApplyTo(Of(Step("a"), Step("b", "a")).Run);
        Assert.Equal(
            ("b", Start.AddSeconds(1), Start.AddSeconds(2), "no rows", 42),
            (steps[1].Name, steps[1].StartDate, steps[1].EndDate, steps[1].Message, steps[1].ErrorCode));
    }
}
