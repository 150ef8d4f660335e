using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Demo;

namespace FlowFunctions.Cli.Tests.Demo;

public class ExpectedRunTests
{
    [Fact]
    public void Run_as_expected_has_no_differences() => Assert.Empty(ExpectedRun.Differences(Runs.Ended, Runs.Latest));

    [Fact]
    public void Step_with_another_status_is_named_with_its_message()
    {
        var run = Runs.Ended with { Steps = [.. Runs.Ended.Steps.Select(step => step.Name == "Tell planners" ? step with { Status = StepStatus.Failure, Message = "broken" } : step)] };

        Assert.Equal(["Tell planners: expected success, was failure: broken"], ExpectedRun.Differences(run, Runs.Latest));
    }

    [Fact]
    public void Step_that_is_missing_or_unknown_is_named()
    {
        var run = Runs.Ended with { Steps = [.. Runs.Ended.Steps.Skip(1), Runs.Step("Load more", StepStatus.Success)] };

        Assert.Equal(["Load currencies: expected once in the run, found 0 times", "Load more: not a step of the sample"], ExpectedRun.Differences(run, Runs.Latest));
    }

    [Fact]
    public void Other_message_is_told_for_the_run_and_for_latestRun()
    {
        var differences = ExpectedRun.Differences(Runs.Ended with { Message = "Success" }, Runs.Latest with { Message = "Running" });

        Assert.Equal(
        [
            "message of the run: expected 'Completed with failures: 1 of 7 steps', was 'Success'",
            "message of latestRun: expected 'Completed with failures: 1 of 7 steps', was 'Running'",
        ], differences);
    }

    [Fact]
    public void Success_is_a_difference_because_a_step_failed()
    {
        Assert.Single(ExpectedRun.Differences(Runs.Ended with { Success = true }, Runs.Latest));
        Assert.Single(ExpectedRun.Differences(Runs.Ended, Runs.Latest with { Success = null }));
    }
}
