using CsCheck;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Notifications;
using FlowFunctions.Core.Runs;
using FlowFunctions.Core.Tests.Runs;
using RunEnd = FlowFunctions.Core.Notifications.RunEnd;

namespace FlowFunctions.Core.Tests.Notifications;

public class RunEndTests
{
    [Theory]
    [InlineData(true, "Success", NotificationType.Success, StepStatus.Success, StepStatus.Skipped)]
    [InlineData(true, "Completed with partial success: 1 of 2 steps", NotificationType.PartialFailure, StepStatus.Success, StepStatus.PartialSuccess)]
    [InlineData(false, "Completed with failures: 1 of 2 steps", NotificationType.PartialFailure, StepStatus.Failure, StepStatus.Success)]
    [InlineData(false, "Completed with failures: 1 of 2 steps", NotificationType.PartialFailure, StepStatus.Failure, StepStatus.PartialSuccess)]
    [InlineData(false, "Completed with failures: 2 of 2 steps", NotificationType.FullFailure, StepStatus.Failure, StepStatus.Failure)]
    [InlineData(false, "Stopped at step 'b': no rows", NotificationType.FullFailure, StepStatus.Success, StepStatus.Failure)]
    [InlineData(false, "Stopped at step 'b': partial success", NotificationType.FullFailure, StepStatus.Success, StepStatus.PartialSuccess)]
    [InlineData(false, "Cancelled by ann", NotificationType.FullFailure, StepStatus.Success, StepStatus.Cancelled)]
    [InlineData(false, "Timed out after 24 hours", NotificationType.FullFailure, StepStatus.Success, StepStatus.Cancelled)]
    [InlineData(false, "Failed: the run was interrupted", NotificationType.FullFailure, StepStatus.Success, StepStatus.NotRun)]
    public void Type_follows_from_the_result_and_the_steps(bool success, string message, NotificationType expected, params StepStatus[] steps) =>
        Assert.Equal(expected, RunEnd.TypeOf(new RunResult(success, message, success ? null : 1001), steps));

    [Theory]
    [InlineData(true, StepStatus.Success, NotificationType.Success)]
    [InlineData(true, StepStatus.PartialSuccess, NotificationType.PartialFailure)]
    [InlineData(false, StepStatus.Failure, NotificationType.FullFailure)]
    [InlineData(false, StepStatus.Cancelled, NotificationType.FullFailure)]
    public void Run_of_one_integration_is_judged_by_its_step_whatever_the_target_says(bool success, StepStatus step, NotificationType expected) =>
        Assert.Equal(expected, RunEnd.TypeOf(new RunResult(success, "Completed with failures: by the target's own words", null), [step]));

    [Theory]
    [InlineData(ExceptionStrategy.Continue, NotificationType.PartialFailure)]
    [InlineData(ExceptionStrategy.Stop, NotificationType.FullFailure)]
    public void Failure_is_partial_where_the_flow_was_told_to_continue_after_it(ExceptionStrategy onFailure, NotificationType expected)
    {
        var flow = new FlowSnapshot
        {
            FlowId = Ids.Of(9),
            Name = "Nightly",
            Steps =
            [
                new() { Referrer = Ids.Of(1), Name = "a" },
                new() { Referrer = Ids.Of(2), Name = "b", DependsOn = [Ids.Of(1)], OnFailure = onFailure },
            ],
        };
        var start = new DateTime(2026, 11, 24, 8, 0, 0, DateTimeKind.Utc);
        var progress = FlowProgress.Start(flow, RunSelection.Everything, 20);
        _ = progress.StartReady(start).ToList();
        progress.Complete(Ids.Of(1), new StepOutcome(StepOutcomeKind.Success), start);
        _ = progress.StartReady(start).ToList();
        progress.Complete(Ids.Of(2), new StepOutcome(StepOutcomeKind.Failure), start);

        Assert.Equal(expected, RunEnd.TypeOf(progress.Result!, [.. progress.Steps.Select(step => step.Status)]));
    }

    [Fact]
    public void Success_without_partial_success_is_the_only_end_that_is_told_as_success() =>
        Gen.Select(Gen.Bool, Gen.Enum<StepStatus>().Array[1, 6]).Sample((success, steps) =>
            (RunEnd.TypeOf(new RunResult(success, "any", null), steps) == NotificationType.Success) == (success && !steps.Contains(StepStatus.PartialSuccess)));
}
