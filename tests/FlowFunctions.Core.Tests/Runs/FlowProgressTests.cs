using System.Text.Json;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;
using static FlowFunctions.Core.Tests.Runs.Instants;

namespace FlowFunctions.Core.Tests.Runs;

public class FlowProgressTests
{
    private static readonly StepOutcome Success = new(StepOutcomeKind.Success);
    private static readonly StepOutcome PartialSuccess = new(StepOutcomeKind.PartialSuccess, "3 rows ignored", 2003);
    private static readonly StepOutcome Failure = new(StepOutcomeKind.Failure, "no such file", 2001);

    private static FlowBuilder Flow => new();

    private static FlowBuilder Diamond => Flow.Step("a").Step("b after a").Step("c after a").Step("d after b, c");

    [Fact]
    public void StartReady_gives_steps_without_dependencies_in_flow_order() =>
        Assert.Equal(["c", "a", "b"], Started(Flow.Step("c").Step("d after a").Step("a").Step("b").Start()));

    [Fact]
    public void StartReady_gives_each_step_once()
    {
        var run = Diamond.Start();

        Assert.Equal(["a"], Started(run));
        Assert.Empty(Started(run));
    }

    [Fact]
    public void StartReady_starts_a_step_when_all_it_depends_on_is_done()
    {
        var run = Diamond.Start();
        Started(run);
        run.Complete("a", Success, At(1));
        Assert.Equal(["b", "c"], Started(run));
        run.Complete("c", Success, At(2));
        Assert.Empty(Started(run));
        run.Complete("b", Success, At(3));
        Assert.Equal(["d"], Started(run));
    }

    [Fact]
    public void StartReady_keeps_to_the_limit_and_refills_as_steps_end()
    {
        var run = Flow.Step("a").Step("b").Step("c").Step("d after a").Start(maxParallelSteps: 2);

        Assert.Equal(["a", "b"], Started(run));
        Assert.Empty(Started(run));
        run.Complete("a", Success, At(1));
        Assert.Equal(["c"], Started(run));
        run.Complete("b", Success, At(2));
        Assert.Equal(["d"], Started(run));
    }

    [Fact]
    public void StartReady_marks_steps_running_since_now()
    {
        var run = Flow.Step("a").Step("b after a").Start();
        run.StartReady(At(5));

        Assert.Equal(new StepProgress { Referrer = "a", Name = "The a", Status = StepStatus.Running, StartDate = At(5), Attempts = 1 }, run.Steps[0]);
        Assert.Equal(new StepProgress { Referrer = "b", Name = "The b", Status = StepStatus.Pending }, run.Steps[1]);
    }

    [Fact]
    public void Complete_records_what_the_step_ended_with()
    {
        var run = Flow.Step("a").Step("b").Start();
        Started(run);
        run.Complete("a", Failure with { Attempts = 3 }, At(9));

        Assert.Equal(
            new StepProgress { Referrer = "a", Name = "The a", Status = StepStatus.Failure, StartDate = Noon, EndDate = At(9), Attempts = 3, Message = "no such file", ErrorCode = 2001 },
            run.Steps[0]);
    }

    [Fact]
    public void Skipped_step_lets_the_order_through_it()
    {
        var run = Flow.Step("a").Step("b after a", skipped: true).Step("c after b", skipped: true).Step("d after c").Start();

        Assert.Equal(["a"], Started(run));
        run.Complete("a", Success, At(1));
        Assert.Equal(["d"], Started(run));
    }

    [Fact]
    public void Skipped_step_without_dependencies_holds_nothing_up() =>
        Assert.Equal(["b"], Started(Flow.Step("a", skipped: true).Step("b after a").Start()));

    [Fact]
    public void Skipped_step_reads_skipped_from_the_start()
    {
        var run = Flow.Step("a").Step("b after a", skipped: true).Start();

        Assert.Equal(new StepProgress { Referrer = "b", Name = "The b", Status = StepStatus.Skipped }, run.Steps[1]);
    }

    [Fact]
    public void StepsToRun_skips_the_others_in_their_order()
    {
        var run = Diamond.Start(selection: new RunSelection { StepsToRun = ["d", "a"] });

        Assert.Equal(["a"], Started(run));
        run.Complete("a", Success, At(1));
        Assert.Equal(["d"], Started(run));
        run.Complete("d", Success, At(2));
        Assert.Equal("S X X S", Statuses(run));
    }

    [Fact]
    public void StepsToRun_leaves_a_skipped_step_skipped()
    {
        var run = Flow.Step("a", skipped: true).Step("b").Start(selection: new RunSelection { StepsToRun = ["a", "b"] });

        Assert.Equal(["b"], Started(run));
    }

    [Fact]
    public void AlreadyDone_steps_hold_nothing_up_even_before_what_they_depend_on()
    {
        var run = Diamond.Start(selection: new RunSelection { AlreadyDone = ["b", "c"] });

        Assert.Equal(["a", "d"], Started(run));
        Assert.Equal("R X X R", Statuses(run));
    }

    [Fact]
    public void AlreadyDone_and_StepsToRun_that_the_flow_does_not_have_are_ignored() =>
        Assert.Equal(["a"], Started(Flow.Step("a").Step("b").Start(selection: new RunSelection { AlreadyDone = ["b", "gone"], StepsToRun = ["a", "gone"] })));

    [Fact]
    public void Run_with_nothing_to_do_is_complete_from_the_start()
    {
        var run = Flow.Step("a").Step("b after a").Start(selection: new RunSelection { AlreadyDone = ["a", "b"] });

        Assert.True(run.IsComplete);
        Assert.Equal(new RunResult(true, "Success", null), run.Result);
    }

    [Fact]
    public void Run_of_successes_is_a_success() => AssertEnds(Run(Diamond), "S S S S", true, "Success", null);

    [Theory]
    [InlineData(false, ExceptionStrategy.Continue, "F S S S", false, "Completed with failures: 1 of 4 steps", 2001)]
    [InlineData(false, ExceptionStrategy.Stop, "F - - -", false, "Stopped at step 'The a': no such file", 2001)]
    [InlineData(true, ExceptionStrategy.Continue, "P S S S", true, "Completed with partial success: 1 of 4 steps", null)]
    [InlineData(true, ExceptionStrategy.Stop, "P - - -", false, "Stopped at step 'The a': 3 rows ignored", 2003)]
    public void Strategy_decides_how_a_run_ends(bool partial, ExceptionStrategy strategy, string statuses, bool success, string message, int? code)
    {
        var flow = Flow.Step("a", onFailure: strategy, onPartialSuccess: strategy).Step("b after a").Step("c after a").Step("d after b, c");

        AssertEnds(Run(flow, ("a", partial ? PartialSuccess : Failure)), statuses, success, message, code);
    }

    [Theory]
    [InlineData(StepOutcomeKind.Failure, ExceptionStrategy.Continue, "Completed with failures: 1 of 2 steps", 1001)]
    [InlineData(StepOutcomeKind.Failure, ExceptionStrategy.Stop, "Stopped at step 'The a': failure", 1001)]
    [InlineData(StepOutcomeKind.PartialSuccess, ExceptionStrategy.Stop, "Stopped at step 'The a': partial success", 1002)]
    public void Outcome_without_message_and_code_gets_the_service_s_own(StepOutcomeKind kind, ExceptionStrategy strategy, string message, int code)
    {
        var run = Run(Flow.Step("a", onFailure: strategy, onPartialSuccess: strategy).Step("b"), ("a", new StepOutcome(kind)));

        Assert.Equal(new RunResult(false, message, code), run.Result);
    }

    [Fact]
    public void Message_counts_only_steps_that_are_not_skipped()
    {
        var flow = Flow.Step("a", onFailure: ExceptionStrategy.Continue).Step("b").Step("c", skipped: true).Step("d");

        Assert.Equal("Completed with failures: 1 of 2 steps", Run(flow, new RunSelection { StepsToRun = ["a", "b"] }, ("a", Failure)).Result.Message);
    }

    [Fact]
    public void Failures_weigh_more_than_partial_successes_and_the_first_gives_the_code()
    {
        var run = Flow.Step("a", onFailure: ExceptionStrategy.Continue).Step("b", onFailure: ExceptionStrategy.Continue).Step("c").Start();
        Started(run);
        run.Complete("c", PartialSuccess, At(1));
        run.Complete("b", Failure with { ErrorCode = 7 }, At(2));
        run.Complete("a", Failure with { ErrorCode = 8 }, At(3));

        AssertEnds(run, "F F P", false, "Completed with failures: 2 of 3 steps", 7);
    }

    [Fact]
    public void Stop_lets_running_steps_finish_and_starts_no_other()
    {
        var run = Flow.Step("a").Step("b").Step("c after b").Step("d").Start(maxParallelSteps: 2);
        Started(run);
        run.Complete("a", Failure, At(1));

        Assert.False(run.IsComplete);
        Assert.Empty(Started(run));
        Assert.Equal("F R - -", Statuses(run));
        run.Complete("b", Success, At(2));
        AssertEnds(run, "F S - -", false, "Stopped at step 'The a': no such file", 2001);
    }

    [Fact]
    public void Stop_by_the_first_of_two_steps_is_the_one_reported()
    {
        var run = Flow.Step("a").Step("b").Start();
        Started(run);
        run.Complete("b", Failure with { ErrorCode = 5 }, At(1));
        run.Complete("a", Failure with { ErrorCode = 6 }, At(2));

        AssertEnds(run, "F F", false, "Stopped at step 'The b': no such file", 5);
    }

    [Fact]
    public void Stop_at_the_last_step_is_a_stop_too() =>
        AssertEnds(Run(Flow.Step("a").Step("b after a"), ("b", Failure)), "S F", false, "Stopped at step 'The b': no such file", 2001);

    [Fact]
    public void Stop_outweighs_failures_that_continued() =>
        AssertEnds(
            Run(Flow.Step("a", onFailure: ExceptionStrategy.Continue).Step("b after a").Step("c after b"), ("a", Failure), ("b", Failure with { ErrorCode = 9 })),
            "F F -", false, "Stopped at step 'The b': no such file", 9);

    [Fact]
    public void Cancel_ends_the_run_at_once()
    {
        var run = Flow.Step("a").Step("b").Step("c after a").Step("d", skipped: true).Start();
        Started(run);
        run.Complete("a", Success, At(1));
        run.Cancel("ada", At(2));

        AssertEnds(run, "S C - X", false, "Cancelled by ada", 1003);
        Assert.Equal((At(2), "Cancelled by ada", 1003), (run.Steps[1].EndDate, run.Steps[1].Message, run.Steps[1].ErrorCode));
        Assert.Null(run.Steps[2].EndDate);
        Assert.Empty(Started(run));
    }

    [Fact]
    public void Note_adds_to_a_cancelled_step_what_it_has_done_all_the_same_and_to_no_other()
    {
        var run = Flow.Step("a").Step("b").Start();
        Started(run);
        run.Note("a", "3 rows");
        run.Complete("b", Success, At(1));
        run.Cancel("ada", At(2));

        run.Note("a", "3 rows");

        Assert.Equal(["Cancelled by ada. 3 rows", null], run.Steps.Select(step => step.Message));
        Assert.Equal("Cancelled by ada", run.Result.Message);
        Assert.Throws<InvalidOperationException>(() => run.Note("z", "3 rows"));
    }

    [Fact]
    public void Cancel_before_anything_started_leaves_nothing_run()
    {
        var run = Diamond.Start();
        run.Cancel("ada", At(1));

        AssertEnds(run, "- - - -", false, "Cancelled by ada", 1003);
    }

    [Fact]
    public void Cancel_while_a_stopped_flow_finishes_is_the_end_that_counts()
    {
        var run = Flow.Step("a").Step("b").Start();
        Started(run);
        run.Complete("a", Failure, At(1));
        run.Cancel("ada", At(2));

        AssertEnds(run, "F C", false, "Cancelled by ada", 1003);
    }

    [Fact]
    public void TimeOut_ends_the_run_with_its_own_message_and_code()
    {
        var run = Diamond.Start();
        Started(run);
        run.TimeOut(TimeSpan.FromMinutes(90), At(1));

        AssertEnds(run, "C - - -", false, "Timed out after 1 hour 30 minutes", 1004);
    }

    [Fact]
    public void Fail_ends_the_run_with_its_reason()
    {
        var run = Diamond.Start();
        Started(run);
        run.Fail("storage is gone", At(1));

        AssertEnds(run, "C - - -", false, "Failed: storage is gone", 1000);
    }

    [Fact]
    public void End_of_a_complete_run_stays_as_it_is()
    {
        var run = Run(Diamond);
        run.Cancel("ada", At(9));
        run.TimeOut(TimeSpan.FromHours(1), At(9));
        run.Fail("late", At(9));

        AssertEnds(run, "S S S S", true, "Success", null);
    }

    [Fact]
    public void First_of_two_ends_is_the_one_that_counts()
    {
        var run = Diamond.Start();
        run.Cancel("ada", At(1));
        run.Fail("late", At(2));

        Assert.Equal("Cancelled by ada", run.Result.Message);
    }

    [Fact]
    public void Complete_of_a_cancelled_step_is_ignored()
    {
        var run = Diamond.Start();
        Started(run);
        run.Cancel("ada", At(1));
        run.Complete("a", Success, At(2));
        run.Complete("a", Failure, At(3));

        AssertEnds(run, "C - - -", false, "Cancelled by ada", 1003);
        Assert.Equal(At(1), run.Steps[0].EndDate);
    }

    [Theory]
    [InlineData("b", "Step 'b' is not running but Pending.")]
    [InlineData("c", "Step 'c' is not running but Success.")]
    [InlineData("d", "Step 'd' is not running but Skipped.")]
    [InlineData("e", "The flow has no step 'e'.")]
    public void Complete_of_a_step_that_is_not_running_throws(string step, string message)
    {
        var run = Flow.Step("a").Step("b after a").Step("c").Step("d", skipped: true).Start();
        Started(run);
        run.Complete("c", Success, At(1));

        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => run.Complete(step, Success, At(2))).Message);
    }

    [Fact]
    public void Complete_of_a_step_that_never_started_throws_after_cancel_too()
    {
        var run = Diamond.Start();
        run.Cancel("ada", At(1));

        Assert.Throws<InvalidOperationException>(() => run.Complete("a", Success, At(2)));
    }

    [Fact]
    public void Result_before_the_end_throws() => Assert.Throws<InvalidOperationException>(() => Diamond.Start().Result);

    [Theory]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    public void Instants_that_are_not_utc_are_refused(DateTimeKind kind)
    {
        var run = Diamond.Start();
        Started(run);
        var now = new DateTime(2026, 11, 23, 12, 0, 0, kind);

        Assert.Throws<ArgumentException>(() => run.StartReady(now));
        Assert.Throws<ArgumentException>(() => run.Complete("a", Success, now));
        Assert.Throws<ArgumentException>(() => run.Cancel("ada", now));
        Assert.Throws<ArgumentException>(() => run.TimeOut(TimeSpan.FromHours(1), now));
        Assert.Throws<ArgumentException>(() => run.Fail("reason", now));
        Assert.Equal("R . . .", Statuses(run));
    }

    [Fact]
    public void Start_without_room_for_a_step_throws() => Assert.Throws<ArgumentOutOfRangeException>(() => Diamond.Start(maxParallelSteps: 0));

    [Fact]
    public void Start_of_a_flow_that_is_not_valid_throws()
    {
        Assert.Throws<ArgumentException>(() => Flow.Step("a after b").Step("b after a").Start());
        Assert.Throws<ArgumentException>(() => Flow.Step("a").Step("b after z").Start());
        Assert.Throws<ArgumentException>(() => Flow.Step("a").Step("a").Start());
    }

    private static FlowProgress Run(FlowBuilder flow, params (string Step, StepOutcome Outcome)[] outcomes) => Run(flow, RunSelection.Everything, outcomes);

    /// <summary>Runs to the end; steps that are not listed succeed.</summary>
    private static FlowProgress Run(FlowBuilder flow, RunSelection selection, params (string Step, StepOutcome Outcome)[] outcomes)
    {
        var run = flow.Start(selection: selection);
        var running = new Queue<string>(Started(run));
        while (running.TryDequeue(out var step))
        {
            run.Complete(step, outcomes.FirstOrDefault(outcome => outcome.Step == step).Outcome ?? Success, At(1));
            Started(run).ForEach(running.Enqueue);
        }

        return run;
    }

    private static List<string> Started(FlowProgress run) => [.. run.StartReady(Noon).Select(step => step.Referrer)];

    private static void AssertEnds(FlowProgress run, string statuses, bool success, string message, int? code)
    {
        Assert.True(run.IsComplete);
        Assert.Equal(statuses, Statuses(run));
        Assert.Equal(new RunResult(success, message, code), run.Result);
    }

    private static string Statuses(FlowProgress run) => string.Join(' ', run.Steps.Select(step => step.Status switch
    {
        StepStatus.Pending => '.',
        StepStatus.Running => 'R',
        StepStatus.Success => 'S',
        StepStatus.PartialSuccess => 'P',
        StepStatus.Failure => 'F',
        StepStatus.Skipped => 'X',
        StepStatus.NotRun => '-',
        _ => 'C',
    }));
}
