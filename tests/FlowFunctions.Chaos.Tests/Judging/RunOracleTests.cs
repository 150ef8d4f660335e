using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Judging;

namespace FlowFunctions.Chaos.Tests.Judging;

/// <summary>What the oracle lets pass, and what it finds, by the rules of the contract.</summary>
public sealed class RunOracleTests
{
    private const string Unkept = "It was started by a host that was lost before that was on record; its target may have done its work.";
    private const string UnkeptTry = "Its next try was started by a host that was lost before that was on record; its target may have done its work.";
    private const string Second = "Flow 4 step 1";

    private static readonly Sample Right = new();

    private static Sample Stopped => Right
        .Calling(1, Sample.Operation("b", 2, StepStatuses.Failure, 2001))
        .Calling(2)
        .Showing(1, Sample.Step(StepStatuses.Failure, 2001))
        .Showing(2, Sample.Step(StepStatuses.NotRun))
        .Ending($"Stopped at step '{Second}': Said failure", code: 2001);

    private static Sample WentOn => Right
        .WithStep(1, step => step with { StopsOnFailure = false })
        .Calling(1, Sample.Operation("b", 2, StepStatuses.Failure, 2001))
        .Showing(1, Sample.Step(StepStatuses.Failure, 2001))
        .Ending("Completed with failures: 1 of 3 steps", code: 2001);

    private static Sample Broken => Right
        .Cancelled(2)
        .Calling(2)
        .Showing(1, Sample.Step(StepStatuses.Cancelled))
        .Showing(2, Sample.Step(StepStatuses.NotRun))
        .Ending($"Cancelled by {Sample.User}", code: 1003);

    [Fact]
    public void Loads_pass_that_were_done() => Assert.Empty(Right.OfLoads().Judge());

    [Fact]
    public void Load_that_says_success_and_has_had_no_task_is_lost() => Assert.Equal(FindingKind.Lost, Right.OfLoads().Calling(2).Kind());

    [Fact]
    public void Load_that_says_another_end_than_its_task_s_is_wrong() =>
        Assert.Equal(FindingKind.Wrong, Right.OfLoads().Calling(2, Sample.Operation("c", 3, StepStatuses.Failure)).Kind());

    [Fact]
    public void Load_that_was_done_twice_is_doubled() =>
        Assert.Contains(Right.OfLoads().Calling(2, Sample.Operation("c", 3), Sample.Operation("d", 3.5)).Judge(), finding => finding.Kind == FindingKind.Doubled);

    [Theory]
    [InlineData("The model did not answer.", true)]
    [InlineData("The model did not answer. Its data may have been loaded: look into the model before you run the step again.", false)]
    public void Load_that_says_failure_was_not_done_or_says_that_it_may_have_been(string message, bool isWrong)
    {
        var findings = Stopped
            .OfLoads()
            .Calling(1, Sample.Operation("b", 2))
            .Showing(1, new(StepStatuses.Failure, message, 1001) { StartedAt = 2 })
            .Ending($"Stopped at step '{Second}': {message}", code: 1001)
            .Judge();

        Assert.Equal(isWrong ? [FindingKind.Wrong] : [], findings.Select(finding => finding.Kind));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" Its task may go on, or have done its work: no answer.")]
    public void Step_that_a_lost_host_began_passes_where_it_is_told_of(string more) => Assert.Empty(
        Stopped
            .Calling(2, Sample.Operation("c", 2.2))
            .Showing(2, new(StepStatuses.Cancelled, $"{Unkept}{more}", null) { StartedAt = 2 })
            .Judge());

    /// <summary>Its end is known from itself: it ended before the run was put on record, in a turn that was not kept.</summary>
    [Theory]
    [InlineData(3.0, true)]
    [InlineData(3.1, false)]
    public void Step_that_a_lost_host_began_and_that_has_ended_passes_with_its_end_in_any_order(double end, bool isRight)
    {
        var findings = Broken.Calling(2, Sample.Operation("c", 2.2)).Showing(2, new(StepStatuses.Success, "Said success", null) { StartedAt = 3, EndedAt = end }).Judge();

        Assert.Equal(isRight, !findings.Any(finding => finding.Text.Contains("was called though step 1 is cancelled", StringComparison.Ordinal)));
    }

    /// <summary>What it had asked for waits in its queue, and is kept from beginning when the end is put on record, which may take a while.</summary>
    [Theory]
    [InlineData(Unkept, 35.0, true)]
    [InlineData(Unkept, 34.0, false)]
    [InlineData($"Said nothing. {UnkeptTry}", 35.0, true)]
    [InlineData($"Said nothing. {UnkeptTry}", 34.0, false)]
    [InlineData("Said nothing", 35.0, false)]
    public void Step_that_a_lost_host_began_may_begin_until_the_end_is_seen(string message, double seenAt, bool isRight)
    {
        var findings = Stopped.Calling(2, Sample.Operation("c", 45)).Showing(2, new(StepStatuses.Cancelled, message, null) { StartedAt = 2 }).SeenAt(seenAt).Judge();

        Assert.Equal(isRight, !findings.Any(finding => finding.Text.Contains("was begun", StringComparison.Ordinal)));
    }

    [Fact]
    public void Step_that_a_lost_host_began_is_wrong_where_it_is_not_run() => Assert.Contains(Stopped.Calling(2, Sample.Operation("c", 2.2)).Judge(), finding => finding.Kind == FindingKind.Wrong);

    [Theory]
    [InlineData(0, false, true)]
    [InlineData(1, true, true)]
    [InlineData(1, false, false)]
    public void Task_of_a_cancelled_step_that_is_known_is_cancelled_too(int polls, bool isCancelled, bool isRight)
    {
        var findings = Broken.Calling(1, Sample.Operation("b", 2) with { ToldAt = null, Polls = polls, IsCancelled = isCancelled }).Judge();

        Assert.Equal(isRight ? [] : [FindingKind.Wrong], findings.Select(finding => finding.Kind));
    }

    [Theory]
    [InlineData(null, false, null, false)]
    [InlineData(60.0, false, null, false)]
    [InlineData(60.0, true, null, true)]
    [InlineData(3.0, false, null, true)]
    [InlineData(null, false, "Cancelled by ann. Its task may go on, or have done its work: no answer.", true)]
    public void Task_of_a_cancelled_load_is_cancelled_or_over_or_told_of(double? ended, bool isCancelled, string? message, bool isRight)
    {
        var findings = Broken
            .OfLoads()
            .Calling(1, Sample.Operation("b", 2) with { ToldAt = ended, IsCancelled = isCancelled })
            .Showing(1, new(StepStatuses.Cancelled, message, 1003))
            .Judge();

        Assert.Equal(isRight ? [] : [FindingKind.Wrong], findings.Select(finding => finding.Kind));
    }

    [Theory]
    [InlineData(182.5, true)]
    [InlineData(182.7, false)]
    public void Repeated_call_of_a_step_that_is_long_over_is_doubled(double lastCall, bool isRight)
    {
        var findings = Right
            .Showing(1, Sample.Step() with { StartedAt = 1.9, EndedAt = 2.6 })
            .Calling(1, Sample.Operation("b", 2) with { LastCallAt = lastCall, Calls = 2 })
            .Judge();

        Assert.Equal(isRight ? [] : [FindingKind.Doubled], findings.Select(finding => finding.Kind));
    }

    [Fact]
    public void Step_that_a_lost_host_began_is_wrong_where_nothing_stopped_the_run() => Assert.Contains(
        WentOn.Showing(2, new(StepStatuses.Cancelled, Unkept, null) { StartedAt = 2 }).Judge(), finding => finding.Text.Contains("nothing stopped the run", StringComparison.Ordinal));

    [Fact]
    public void Success_passes() => Assert.Empty(Right.Judge());

    [Fact]
    public void Stop_passes() => Assert.Empty(Stopped.Judge());

    [Fact]
    public void Failure_past_which_the_flow_goes_on_passes() => Assert.Empty(WentOn.Judge());

    [Fact]
    public void Cancelled_run_passes() => Assert.Empty(Broken.Judge());

    [Fact]
    public void Cancellation_that_came_too_late_passes() => Assert.Empty(Right.Cancelled(3.9).Judge());

    [Fact]
    public void Skipped_step_passes_and_keeps_the_order() => Assert.Empty(
        Right.WithStep(1, step => step with { IsSkipped = true }).Ordered([0, 2]).Calling(1).Showing(1, Sample.Step(StepStatuses.Skipped)).Judge());

    [Fact]
    public void Partial_success_counts_steps_that_were_not_skipped() => Assert.Empty(
        Right
            .Ordered([0, 2])
            .Calling(1)
            .Showing(1, Sample.Step(StepStatuses.Skipped))
            .Calling(2, Sample.Operation("c", 3, StepStatuses.PartialSuccess))
            .Showing(2, Sample.Step(StepStatuses.PartialSuccess))
            .Ending("Completed with partial success: 1 of 2 steps", success: true)
            .Judge());

    [Fact]
    public void Try_after_one_that_failed_passes() => Assert.Empty(
        Right.WithStep(1, step => step with { Retries = 1 }).Calling(1, Sample.Operation("b", 1.6, StepStatuses.Failure), Sample.Operation("b2", 2.4)).Judge());

    [Fact]
    public void Step_out_of_its_time_passes() => Assert.Empty(
        Stopped
            .WithStep(1, step => step with { Timeout = TimeSpan.FromSeconds(1) })
            .Calling(1, Sample.Operation("b", 2) with { ToldAt = null })
            .Showing(1, new(StepStatuses.Failure, "Timed out after 1 second", 1004) { StartedAt = 2 })
            .Ending($"Stopped at step '{Second}': Timed out after 1 second", code: 1004)
            .Judge());

    /// <summary>Where its activity was carried out twice, it may have heard of its target once, and once not.</summary>
    [Theory]
    [InlineData("Timed out after 1 second; last: Busy", "Timed out after 1 second", false)]
    [InlineData("Timed out after 1 second", "Timed out after 1 second; last: Busy", false)]
    [InlineData("Timed out after 1 second; last: Busy", "Timed out after 2 seconds", true)]
    public void Step_out_of_its_time_may_be_told_of_with_what_its_target_said_last(string step, string run, bool isWrong) => Assert.Equal(
        isWrong ? [FindingKind.Wrong] : [],
        Stopped
            .WithStep(1, shape => shape with { Timeout = TimeSpan.FromSeconds(1) })
            .Calling(1, Sample.Operation("b", 2) with { ToldAt = null })
            .Showing(1, new(StepStatuses.Failure, step, 1004) { StartedAt = 2 })
            .Ending($"Stopped at step '{Second}': {run}", code: 1004)
            .Judge()
            .Select(finding => finding.Kind));

    /// <summary>What was polled has a task; its target is told that nobody waits any more, or the step says that it may go on.</summary>
    [Theory]
    [InlineData("Timed out after 1 second", 1, true, false)]
    [InlineData("Timed out after 1 second", 0, false, false)]
    [InlineData("Timed out after 1 second; its task may go on, or have done its work: No answer within 10 seconds", 1, false, false)]
    [InlineData("Timed out after 1 second", 1, false, true)]
    [InlineData("Timed out after 1 second. Its target was asked, and may do its work all the same", 1, false, true)]
    public void Step_out_of_its_time_has_told_its_target(string message, int polls, bool isCancelled, bool isWrong) => Assert.Equal(
        isWrong ? [FindingKind.Wrong] : [],
        Stopped
            .WithStep(1, step => step with { Timeout = TimeSpan.FromSeconds(1) })
            .Calling(1, Sample.Operation("b", 2) with { ToldAt = null, Polls = polls, IsCancelled = isCancelled })
            .Showing(1, new(StepStatuses.Failure, message, 1004) { StartedAt = 2 })
            .Ending($"Stopped at step '{Second}': {message}", code: 1004)
            .Judge()
            .Select(finding => finding.Kind));

    [Fact]
    public void Run_out_of_its_time_passes() => Assert.Empty(
        Broken.WithTimeout(TimeSpan.FromSeconds(3)).Ending("Timed out after 3 seconds", code: 1004).Judge());

    [Fact]
    public void Run_without_an_end_is_stuck() => Assert.Equal(FindingKind.Stuck, Right.GoingOn().Kind());

    [Fact]
    public void Accepted_run_that_was_interrupted_is_lost() => Assert.Equal(FindingKind.Lost, Right.Ending("Failed: the run was interrupted", code: 1000).Kind());

    [Fact]
    public void Step_that_ended_without_a_call_is_lost() => Assert.Equal(FindingKind.Lost, Right.Calling(2).Kind());

    [Fact]
    public void Step_that_was_done_and_tried_again_is_doubled() => Assert.Equal(
        FindingKind.Doubled, Right.WithStep(2, step => step with { Retries = 1 }).Calling(2, Sample.Operation("c", 3), Sample.Operation("c2", 3.6)).Kind());

    [Fact]
    public void More_tries_than_the_flow_allows_are_doubled() => Assert.Equal(
        FindingKind.Doubled, Right.Calling(2, Sample.Operation("c", 3, StepStatuses.Failure), Sample.Operation("c2", 3.6)).Kind());

    [Fact]
    public void Step_that_an_earlier_run_had_done_is_doubled() => Assert.Equal(
        FindingKind.Doubled, Right.Ordered([1, 2], alreadyDone: 0).Showing(0, Sample.Step(StepStatuses.Skipped)).Kind());

    [Fact]
    public void Skipped_step_that_ran_is_wrong() => Assert.Equal(FindingKind.Wrong, Right.Ordered([0, 1]).Showing(2, Sample.Step(StepStatuses.Skipped)).Kind());

    [Fact]
    public void Step_that_was_to_be_skipped_and_says_otherwise_is_wrong() => Assert.Equal(FindingKind.Wrong, Right.Ordered([0, 1]).Calling(2).Kind());

    [Fact]
    public void Fewer_tries_than_the_flow_has_are_wrong() => Assert.Equal(FindingKind.Wrong, Stopped.WithStep(1, step => step with { Retries = 1 }).Kind());

    [Fact]
    public void Another_outcome_than_the_target_told_is_wrong() => Assert.Equal(FindingKind.Wrong, Right.Calling(2, Sample.Operation("c", 3, StepStatuses.PartialSuccess)).Kind());

    [Fact]
    public void Another_code_than_the_target_told_is_wrong() => Assert.Contains(
        WentOn.Showing(1, Sample.Step(StepStatuses.Failure, 2002)).Ending("Completed with failures: 1 of 3 steps", code: 2002).Judge(), finding => finding.Kind == FindingKind.Wrong);

    [Fact]
    public void Step_before_the_end_of_what_it_waits_for_is_wrong() => Assert.Equal(FindingKind.Wrong, Right.Calling(2, Sample.Operation("c", 1.9)).Kind());

    [Fact]
    public void Step_before_the_end_of_what_a_skipped_one_waits_for_is_wrong() => Assert.Equal(
        FindingKind.Wrong, Right.Ordered([0, 2]).Calling(1).Showing(1, Sample.Step(StepStatuses.Skipped)).Calling(2, Sample.Operation("c", 0.6)).Kind());

    [Fact]
    public void Step_after_one_that_stopped_the_flow_is_wrong() => Assert.Equal(
        FindingKind.Wrong, Stopped.Calling(2, Sample.Operation("c", 3)).Showing(2, Sample.Step()).Kind());

    /// <summary>Also one that does not wait for it. What began before goes on; a load waits for its model, and may be called long after.</summary>
    [Theory]
    [InlineData(2.5, 2.6, false, false)]
    [InlineData(2.0, 150, false, false)]
    [InlineData(2.0, 190, false, true)]
    [InlineData(2.0, 190, true, false)]
    [InlineData(3.2, 3.3, false, true)]
    [InlineData(3.2, 3.3, true, true)]
    public void Step_that_begins_after_another_has_stopped_the_flow_is_wrong(double startedAt, double calledAt, bool isLoad, bool isWrong)
    {
        var sample = isLoad ? Stopped.OfLoads() : Stopped;
        var findings = sample
            .WithStep(2, step => step with { DependsOn = [0] })
            .Showing(1, Sample.Step(StepStatuses.Failure, 2001) with { EndedAt = 2.6 })
            .Calling(2, Sample.Operation("c", calledAt))
            .Showing(2, Sample.Step() with { StartedAt = startedAt, EndedAt = calledAt + 0.5 })
            .EndingAt(calledAt + 0.5)
            .Judge();

        Assert.Equal(isWrong ? [FindingKind.Wrong] : [], findings.Select(finding => finding.Kind));
    }

    [Fact]
    public void Step_that_did_not_run_though_nothing_stopped_the_run_is_wrong() => Assert.Equal(
        FindingKind.Wrong, Right.Calling(2).Showing(2, Sample.Step(StepStatuses.NotRun)).Kind());

    [Fact]
    public void Cancelled_step_of_a_run_that_was_not_is_wrong() => Assert.Equal(FindingKind.Wrong, Right.Showing(2, Sample.Step(StepStatuses.Cancelled)).Kind());

    [Fact]
    public void Cancelled_run_that_nobody_cancelled_is_wrong() => Assert.Equal(
        FindingKind.Wrong, Right.Ending($"Cancelled by {Sample.User}", code: 1003).Kind());

    [Fact]
    public void Run_out_of_a_time_that_it_does_not_have_is_wrong() => Assert.Equal(FindingKind.Wrong, Broken.Ending("Timed out after 3 seconds", code: 1004).Kind());

    [Fact]
    public void Run_out_of_its_time_too_early_is_wrong() => Assert.Equal(
        FindingKind.Wrong, Broken.WithTimeout(TimeSpan.FromSeconds(30)).Ending("Timed out after 30 seconds", code: 1004).Kind());

    [Theory]
    [InlineData("Success", true, null)]
    [InlineData("Completed with failures: 1 of 2 steps", false, 2001)]
    [InlineData("Completed with failures: 1 of 3 steps", true, 2001)]
    [InlineData("Completed with failures: 1 of 3 steps", false, 1001)]
    public void Run_that_counts_otherwise_is_wrong(string message, bool success, int? code) => Assert.Equal(FindingKind.Wrong, WentOn.Ending(message, success, code).Kind());

    [Theory]
    [InlineData("Completed with failures: 1 of 3 steps", 2001)]
    [InlineData("Stopped at step 'Flow 4 step 0': Said failure", 2001)]
    [InlineData("Stopped at step 'Flow 4 step 1': Said something else", 2001)]
    [InlineData("Stopped at step 'Flow 4 step 1': Said failure", 1001)]
    public void Run_that_names_another_stop_is_wrong(string message, int code) => Assert.Equal(FindingKind.Wrong, Stopped.Ending(message, code: code).Kind());

    [Fact]
    public void Operation_that_begins_after_the_end_is_wrong() => Assert.Contains(
        Broken.Calling(1, Sample.Operation("b", 60)).Judge(), finding => finding.Text.Contains("begun", StringComparison.Ordinal));
}
