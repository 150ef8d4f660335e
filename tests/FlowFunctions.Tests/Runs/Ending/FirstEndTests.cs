using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;

namespace FlowFunctions.Tests.Runs.Ending;

/// <summary>What a run's steps have come to by its entry of the history, which keeps less of them, and of an integration's own run nothing.</summary>
public class FirstEndTests
{
    /// <summary>A turn that is taken again ends its steps later, and may have begun another try of one.</summary>
    [Fact]
    public void Tries_of_a_step_are_those_that_its_first_end_knows()
    {
        var run = RunInputs.Of(RunInputs.Step("a"), RunInputs.Step("b"), RunInputs.Step("c")).Run;
        StepRecord Step(int number, StepStatus status, int? end, params IReadOnlyList<TrySpan> tries) => run.Steps[number] with
        {
            Status = status,
            StartDate = status == StepStatus.NotRun ? null : At(0),
            EndDate = end is { } minutes ? At(minutes) : null,
            Tries = tries.Count == 0 ? null : tries,
            Retries = Math.Max(tries.Count - 1, 0),
        };
        var first = run with { EndDate = At(9), Result = new(false, "Cancelled by ann", RunErrorCodes.Cancelled), Steps = [Step(0, StepStatus.Cancelled, 9), Step(1, StepStatus.Cancelled, 9), Step(2, StepStatus.NotRun, null)] };
        var now = run with
        {
            EndDate = At(12),
            Result = first.Result,
            Steps =
            [
                Step(0, StepStatus.Cancelled, 12, new(At(0), null, At(1)), new(At(2), null, At(12))),
                Step(1, StepStatus.Success, 11, new(At(0), null, At(1)), new(At(2), null, At(8)), new(At(10), null, At(11))),
                Step(2, StepStatus.Success, 11, new(At(9), null, At(10)), new(At(10), null, At(11))),
            ],
        };

        var ended = FirstEnd.Of(now, first);

        Assert.Equal([new(At(0), null, At(1)), new(At(2), null, At(9))], ended.Steps[0].Tries!);
        Assert.Equal([new(At(0), null, At(1)), new(At(2), null, At(8))], ended.Steps[1].Tries!);
        Assert.Null(ended.Steps[2].Tries);
        Assert.Equal([1, 1, 0], ended.Steps.Select(step => step.Retries));

        static DateTime At(int minutes) => RunInputs.Start.AddMinutes(minutes);
    }

    [Theory]
    [InlineData(true, RunErrorCodes.Internal, InterruptedRuns.Message, StepStatus.Cancelled)]
    [InlineData(false, RunErrorCodes.Internal, InterruptedRuns.Message, StepStatus.NotRun)]
    [InlineData(true, RunErrorCodes.Internal, "Too large", StepStatus.Failure)]
    [InlineData(true, RunErrorCodes.StepFailed, "Told", StepStatus.Failure)]
    [InlineData(true, RunErrorCodes.Cancelled, "Told", StepStatus.Cancelled)]
    [InlineData(true, null, "Told", StepStatus.Success)]
    public void Step_of_a_run_that_is_not_on_record_yet_follows_from_the_runs_end(bool hasBegun, int? code, string told, StepStatus status)
    {
        var run = RunInputs.OfOneIntegration("a").Run;
        var step = run.Steps[0] with { Status = hasBegun ? StepStatus.Running : StepStatus.Pending, StartDate = hasBegun ? RunInputs.Start : null, Details = ["row 9"] };
        var end = RunInputs.Start.AddMinutes(3);
        var first = run with { EndDate = end, Result = new(code is null, told, code), Steps = [] };

        var ended = FirstEnd.Of(run with { Steps = [step], Details = ["row 9"] }, first);

        Assert.Equal((end, first.Result), (ended.EndDate, ended.Result));
        Assert.Null(ended.Details);
        Assert.Equal((status, hasBegun ? end : null, hasBegun ? told : null), (ended.Steps[0].Status, ended.Steps[0].EndDate, ended.Steps[0].Message));
    }
}
