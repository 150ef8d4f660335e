using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;

namespace FlowFunctions.Tests.Runs.Ending;

/// <summary>What the one step of an integration's own run has come to by the run's entry of the history, which keeps no steps.</summary>
public class FirstEndTests
{
    [Theory]
    [InlineData(true, 1000, StepStatus.Cancelled)]
    [InlineData(false, 1000, StepStatus.NotRun)]
    [InlineData(true, RunErrorCodes.StepFailed, StepStatus.Failure)]
    [InlineData(true, RunErrorCodes.Cancelled, StepStatus.Cancelled)]
    [InlineData(true, null, StepStatus.Success)]
    public void Step_of_a_run_that_is_not_on_record_yet_follows_from_the_runs_end(bool hasBegun, int? code, StepStatus status)
    {
        var run = RunInputs.OfOneIntegration("a").Run;
        var step = run.Steps[0] with { Status = hasBegun ? StepStatus.Running : StepStatus.Pending, StartDate = hasBegun ? RunInputs.Start : null, Details = ["row 9"] };
        var end = RunInputs.Start.AddMinutes(3);
        var first = run with { EndDate = end, Result = new(code is null, "Told", code), Steps = [] };

        var ended = FirstEnd.Of(run with { Steps = [step], Details = ["row 9"] }, first);

        Assert.Equal((end, first.Result), (ended.EndDate, ended.Result));
        Assert.Null(ended.Details);
        Assert.Equal((status, hasBegun ? end : null, hasBegun ? "Told" : null), (ended.Steps[0].Status, ended.Steps[0].EndDate, ended.Steps[0].Message));
    }
}
