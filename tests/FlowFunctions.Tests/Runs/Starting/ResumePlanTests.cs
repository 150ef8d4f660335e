using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Starting;

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
        var selection = new ResumePlan(Run(status, StepStatus.Failure, StepStatus.NotRun), Flow).Rest();

        Assert.NotNull(selection);
        Assert.Null(selection.StepsToRun);
        Assert.Equal(isDone ? [Id("a")] : [], selection.AlreadyDone);
    }

    [Fact]
    public void Partial_success_that_stops_the_flow_runs_again()
    {
        var flow = Flow with { Steps = [Input("a") with { OnPartialSuccess = ExceptionStrategy.Stop }, Input("b"), Input("c")] };

        Assert.Empty(new ResumePlan(Run(StepStatus.PartialSuccess, StepStatus.NotRun, StepStatus.NotRun), flow).Rest()!.AlreadyDone);
    }

    [Fact]
    public void Run_that_did_everything_leaves_nothing() =>
        Assert.Null(new ResumePlan(Run(StepStatus.Success, StepStatus.PartialSuccess, StepStatus.Success), Flow).Rest());

    [Fact]
    public void Skipped_step_of_the_flow_is_nothing_to_do()
    {
        var flow = Flow with { Steps = [Input("a"), Input("b"), Input("c") with { IsSkipped = true }] };

        Assert.Null(new ResumePlan(Run(StepStatus.Success, StepStatus.Success, StepStatus.Skipped), flow).Rest());
    }

    [Fact]
    public void What_the_earlier_run_left_out_stays_out()
    {
        var run = Run(StepStatus.Success, StepStatus.Failure, StepStatus.Skipped) with
        {
            Selection = new RunSelection { StepsToRun = [Id("a"), Id("b")] },
        };

        var selection = new ResumePlan(run, Flow).Rest();

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

        Assert.Equal([Id("a"), Id("b")], new ResumePlan(run, Flow).Rest()?.AlreadyDone);
    }

    [Fact]
    public void Step_that_is_gone_is_ignored_and_a_new_one_runs()
    {
        var flow = Flow with { Steps = [Input("b"), Input("d")] };

        var selection = new ResumePlan(Run(StepStatus.Failure, StepStatus.Success, StepStatus.NotRun), flow).Rest();

        Assert.Null(selection!.StepsToRun);
        Assert.Equal([Id("b")], selection.AlreadyDone);
    }

    [Fact]
    public void Chosen_step_and_all_that_depends_on_it_run_again_and_the_rest_that_is_done_does_not()
    {
        var run = Run("a, b after a, c after a, d after b, e", "success success success success success", out var flow);

        var (selection, refusal) = new ResumePlan(run, flow).From(Id("b"));

        Assert.Null(refusal);
        Assert.Null(selection!.StepsToRun);
        Assert.Equal([Id("a"), Id("c"), Id("e")], selection.AlreadyDone);
    }

    [Fact]
    public void What_is_left_elsewhere_runs_with_the_chosen_step()
    {
        var run = Run("a, b after a, c, d after c", "success success failure not_run", out var flow);

        var selection = new ResumePlan(run, flow).From(Id("b")).Selection;

        Assert.Equal([Id("a")], selection!.AlreadyDone);
    }

    [Theory]
    [InlineData("failure", ExceptionStrategy.Stop, false)]
    [InlineData("failure", ExceptionStrategy.Continue, true)]
    [InlineData("cancelled", ExceptionStrategy.Continue, false)]
    [InlineData("not_run", ExceptionStrategy.Continue, false)]
    public void Step_before_the_chosen_one_must_have_counted_as_done_and_is_kept_so(string status, ExceptionStrategy onFailure, bool isTaken)
    {
        var run = Run("a, b after a, c after b", $"{status} success success", out var flow);
        flow = flow with { Steps = [flow.Steps[0] with { OnFailure = onFailure }, .. flow.Steps.Skip(1)] };

        var (selection, refusal) = new ResumePlan(run, flow).From(Id("c"));

        Assert.Equal(isTaken ? [Id("a"), Id("b")] : null, selection?.AlreadyDone);
        Assert.Equal(isTaken, refusal is null);
        Assert.True(isTaken || Assert.IsType<RunStart.Refused>(refusal).Reason.Contains("'a'", StringComparison.Ordinal));
    }

    [Fact]
    public void Step_that_failed_and_is_kept_for_the_chosen_one_is_still_to_be_done_afterwards()
    {
        var run = Run("a, b after a, c after b", "failure success success", out var flow);
        flow = flow with { Steps = [flow.Steps[0] with { OnFailure = ExceptionStrategy.Continue }, .. flow.Steps.Skip(1)] };
        var first = new ResumePlan(run, flow).From(Id("c")).Selection!;
        var resumed = Run("a, b after a, c after b", "skipped skipped failure", out _) with { Selection = first };

        Assert.Equal([Id("a")], first.KeptFailed);
        Assert.Equal([Id("b")], new ResumePlan(resumed, flow).Rest()!.AlreadyDone);
        var again = new ResumePlan(resumed, flow).From(Id("c")).Selection!;
        Assert.Equal([Id("a"), Id("b")], again.AlreadyDone);
        Assert.Equal([Id("a")], again.KeptFailed);
    }

    [Fact]
    public void Step_that_failed_and_is_kept_is_not_left_out_by_request()
    {
        var run = Run("a, b after a, c after b, d", "failure success success skipped", out var flow) with { Selection = new() { StepsToRun = [Id("a"), Id("b"), Id("c")] } };
        flow = flow with { Steps = [flow.Steps[0] with { OnFailure = ExceptionStrategy.Continue }, .. flow.Steps.Skip(1)] };
        var first = new ResumePlan(run, flow).From(Id("c")).Selection!;
        var resumed = Run("a, b after a, c after b, d", "skipped skipped success skipped", out _) with { Selection = first };

        var rest = new ResumePlan(resumed, flow).Rest()!;

        Assert.Equal([Id("a")], rest.StepsToRun);
        Assert.Equal([Id("b"), Id("c")], rest.AlreadyDone);
    }

    [Fact]
    public void Selection_that_keeps_nothing_failed_is_stored_as_before() =>
        Assert.DoesNotContain("KeptFailed", System.Text.Json.JsonSerializer.Serialize(new ResumePlan(Run("a, b after a", "success failure", out var flow), flow).Rest()), StringComparison.Ordinal);

    [Theory]
    [InlineData("failure", ExceptionStrategy.Continue, ExceptionStrategy.Stop, true)]
    [InlineData("failure", ExceptionStrategy.Stop, ExceptionStrategy.Continue, false)]
    [InlineData("partial_success", ExceptionStrategy.Continue, ExceptionStrategy.Stop, true)]
    [InlineData("partial_success", ExceptionStrategy.Stop, ExceptionStrategy.Stop, false)]
    public void Whether_the_run_went_on_after_a_step_is_told_by_the_strategy_of_then(string status, ExceptionStrategy then, ExceptionStrategy now, bool isTaken)
    {
        var run = Run("a, b after a", $"{status} success", out var flow);
        run = run with { Steps = [run.Steps[0] with { Definition = new() { OnFailure = then, OnPartialSuccess = then } }, run.Steps[1]] };
        flow = flow with { Steps = [flow.Steps[0] with { OnFailure = now, OnPartialSuccess = now }, flow.Steps[1]] };

        Assert.Equal(isTaken, new ResumePlan(run, flow).From(Id("b")).Refusal is null);
    }

    [Fact]
    public void Skipped_steps_before_the_chosen_one_do_not_count_and_theirs_do()
    {
        var run = Run("a, b after a, c after b", "not_run skipped not_run", out var flow);
        flow = flow with { Steps = [flow.Steps[0], flow.Steps[1] with { IsSkipped = true }, flow.Steps[2]] };

        Assert.Contains("'a'", Assert.IsType<RunStart.Refused>(new ResumePlan(run, flow).From(Id("c")).Refusal).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Step_that_was_done_before_the_earlier_run_is_done_and_can_be_chosen()
    {
        var run = Run("a, b after a, c after b", "skipped skipped failure", out var flow) with { Selection = new() { AlreadyDone = [Id("a"), Id("b")] } };

        Assert.Equal([Id("a")], new ResumePlan(run, flow).From(Id("b")).Selection!.AlreadyDone);
    }

    [Theory]
    [InlineData("z")]
    [InlineData("b")]
    [InlineData("c")]
    public void Step_that_is_gone_is_skipped_or_was_left_out_cannot_be_chosen(string step)
    {
        var run = Run("a, b, c", "success skipped skipped", out var flow) with { Selection = new() { StepsToRun = [Id("a"), Id("b")] } };
        flow = flow with { Steps = [flow.Steps[0], flow.Steps[1] with { IsSkipped = true }, flow.Steps[2]] };

        var problem = Assert.Single(Assert.IsType<RunStart.Invalid>(new ResumePlan(run, flow).From(Id(step)).Refusal).Problems);

        Assert.Equal("fromStep", problem.Path);
    }

    [Fact]
    public void What_was_left_out_by_request_stays_out_when_it_depends_on_the_chosen_step()
    {
        var run = Run("a, b after a, c after b", "success success skipped", out var flow) with { Selection = new() { StepsToRun = [Id("a"), Id("b")] } };

        var selection = new ResumePlan(run, flow).From(Id("b")).Selection;

        Assert.Equal([Id("b")], selection!.StepsToRun);
        Assert.Equal([Id("a")], selection.AlreadyDone);
    }

    private static FlowStepInput Input(string name) => new() { Referrer = Id(name) };

    /// <param name="steps">Such as <c>a, b after a</c>.</param>
    /// <param name="statuses">Of each.</param>
    /// <param name="flow">The steps' own.</param>
    private static RunDocument Run(string steps, string statuses, out FlowInput flow)
    {
        var words = steps.Split(", ");
        flow = new()
        {
            Name = "Nightly",
            Steps = [.. words.Select(step => Input(step[..1]) with { DependsOn = step.Length == 1 ? null : [.. step[^1..].Select(letter => Id(letter.ToString()))] })],
        };
        var run = Of([.. words.Select(step => Step(step[..1]))]).Run;
        return run with { Steps = [.. run.Steps.Zip(statuses.Split(' '), (step, status) => step with { Status = Status(status) })] };
    }

    private static StepStatus Status(string word) => Enum.Parse<StepStatus>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    private static RunDocument Run(StepStatus a, StepStatus b, StepStatus c) =>
        Of(Step("a"), Step("b"), Step("c")).Run is var run
            ? run with { Steps = [run.Steps[0] with { Status = a }, run.Steps[1] with { Status = b }, run.Steps[2] with { Status = c }] }
            : run;
}
