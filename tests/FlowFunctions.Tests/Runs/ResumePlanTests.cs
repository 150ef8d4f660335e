using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs;

public sealed class ResumePlanTests
{
    private static readonly FlowInput Flow = new() { Name = "Nightly", Steps = [Input("a"), Input("b"), Input("c")] };

    [Theory]
    [InlineData(StepStatus.Success, true)]
    [InlineData(StepStatus.PartialSuccess, true)]
    [InlineData(StepStatus.Failure, false)]
    [InlineData(StepStatus.Cancelled, false)]
    [InlineData(StepStatus.NotRun, false)]
    [InlineData(StepStatus.Skipped, false)]
    public void Step_that_succeeded_is_done_and_every_other_runs_again(StepStatus status, bool isDone)
    {
        var selection = ResumePlan.Of(Run(status, StepStatus.Failure, StepStatus.NotRun), Flow);

        Assert.NotNull(selection);
        Assert.Null(selection.StepsToRun);
        Assert.Equal(isDone ? [Id("a")] : [], selection.AlreadyDone);
    }

    [Fact]
    public void Partial_success_that_stops_the_flow_runs_again()
    {
        var flow = Flow with { Steps = [Input("a") with { OnPartialSuccess = ExceptionStrategy.Stop }, Input("b"), Input("c")] };

        Assert.Empty(ResumePlan.Of(Run(StepStatus.PartialSuccess, StepStatus.NotRun, StepStatus.NotRun), flow)!.AlreadyDone);
    }

    [Fact]
    public void Run_that_did_everything_leaves_nothing() =>
        Assert.Null(ResumePlan.Of(Run(StepStatus.Success, StepStatus.PartialSuccess, StepStatus.Success), Flow));

    [Fact]
    public void Skipped_step_of_the_flow_is_nothing_to_do()
    {
        var flow = Flow with { Steps = [Input("a"), Input("b"), Input("c") with { IsSkipped = true }] };

        Assert.Null(ResumePlan.Of(Run(StepStatus.Success, StepStatus.Success, StepStatus.Skipped), flow));
    }

    [Fact]
    public void What_the_earlier_run_left_out_stays_out()
    {
        var run = Run(StepStatus.Success, StepStatus.Failure, StepStatus.Skipped) with
        {
            Selection = new RunSelection { StepsToRun = [Id("a"), Id("b")] },
        };

        var selection = ResumePlan.Of(run, Flow);

        Assert.Equal([Id("b")], selection?.StepsToRun);
        Assert.Equal([Id("a")], selection?.AlreadyDone);
    }

    [Fact]
    public void What_was_done_before_the_earlier_run_stays_done()
    {
        var run = Run(StepStatus.Skipped, StepStatus.Success, StepStatus.Failure) with
        {
            Selection = new RunSelection { AlreadyDone = [Id("a")] },
        };

        Assert.Equal([Id("a"), Id("b")], ResumePlan.Of(run, Flow)?.AlreadyDone);
    }

    [Fact]
    public void Step_that_is_gone_is_ignored_and_a_new_one_runs()
    {
        var flow = Flow with { Steps = [Input("b"), Input("d")] };

        var selection = ResumePlan.Of(Run(StepStatus.Failure, StepStatus.Success, StepStatus.NotRun), flow);

        Assert.Null(selection!.StepsToRun);
        Assert.Equal([Id("b")], selection.AlreadyDone);
    }

    private static FlowStepInput Input(string name) => new() { Referrer = Id(name) };

    private static RunDocument Run(StepStatus a, StepStatus b, StepStatus c) =>
        Of(Step("a"), Step("b"), Step("c")).Run is var run
            ? run with { Steps = [run.Steps[0] with { Status = a }, run.Steps[1] with { Status = b }, run.Steps[2] with { Status = c }] }
            : run;
}
