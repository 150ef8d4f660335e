using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Judging;

namespace FlowFunctions.Chaos.Tests.Judging;

/// <summary>What is right and what is wrong about when a run did what.</summary>
public sealed class TimeOracleTests
{
    private const string Second = "Flow 4 step 1";

    private static readonly Sample Right = new();

    private static Sample Retried => Right.WithStep(1, step => step with { Retries = 1 });

    private static Sample Endless => Right.WithStep(0, step => step with { Pace = StepPace.Endless });

    [Fact]
    public void Try_before_the_end_of_the_one_before_is_doubled() => Assert.Equal(
        FindingKind.Doubled, Retried.Calling(1, Sample.Operation("b", 1.6, StepStatuses.Failure) with { ToldAt = 2.6 }, Sample.Operation("b2", 2)).Kind());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Try_after_one_that_told_nothing_passes_where_that_was_cancelled(bool isCancelled) => Assert.Equal(
        isCancelled ? [] : [FindingKind.Doubled],
        Retried.Calling(1, Sample.Operation("b", 1.6, StepStatuses.Failure) with { ToldAt = null, IsCancelled = isCancelled }, Sample.Operation("b2", 2.4)).Judge().Select(finding => finding.Kind));

    [Fact]
    public void Try_beside_one_that_ran_out_of_its_time_passes() => Assert.Empty(
        Retried.WithStep(1, step => step with { Timeout = TimeSpan.FromSeconds(1) }).Calling(1, Sample.Operation("b", 1.1) with { ToldAt = null }, Sample.Operation("b2", 2.2)).Judge());

    /// <summary>What was polled has a task.</summary>
    [Theory]
    [InlineData(0, false, false)]
    [InlineData(1, true, false)]
    [InlineData(1, false, true)]
    public void Try_that_ran_out_of_its_time_has_told_its_target(int polls, bool isCancelled, bool isWrong) => Assert.Equal(
        isWrong ? [FindingKind.Wrong] : [],
        Retried
            .WithStep(1, step => step with { Timeout = TimeSpan.FromSeconds(1) })
            .Calling(1, Sample.Operation("b", 1.1) with { ToldAt = null, Polls = polls, IsCancelled = isCancelled }, Sample.Operation("b2", 2.6))
            .Judge()
            .Select(finding => finding.Kind));

    /// <summary>The step before was told at 1.5 s.</summary>
    [Theory]
    [InlineData(2.6, true)]
    [InlineData(1.9, false)]
    public void Try_after_one_that_did_its_work_passes_where_the_step_may_have_run_out_of_its_time(double at, bool isRight) => Assert.Equal(
        isRight ? [] : [FindingKind.Doubled],
        Retried.WithStep(1, step => step with { Timeout = TimeSpan.FromSeconds(1) }).Calling(1, Sample.Operation("b", 1.1), Sample.Operation("b2", at)).Judge().Select(finding => finding.Kind));

    [Theory]
    [InlineData(2.0, 4.0, true)]
    [InlineData(3.0, 4.5, true)]
    [InlineData(2.0, 2.9, false)]
    public void Step_runs_out_of_its_time_no_earlier_than_that_is_over(double start, double end, bool isRight)
    {
        const string Told = "Timed out after 2 seconds";
        var findings = Right
            .WithStep(1, step => step with { Timeout = TimeSpan.FromSeconds(2) })
            .Calling(1, Sample.Operation("b", 2.1) with { ToldAt = null })
            .Calling(2)
            .Showing(1, new(StepStatuses.Failure, Told, 1004) { StartedAt = start, EndedAt = end })
            .Showing(2, Sample.Step(StepStatuses.NotRun))
            .Ending($"Stopped at step '{Second}': {Told}", code: 1004)
            .Judge();

        Assert.Equal(isRight ? [] : [FindingKind.Wrong], findings.Select(finding => finding.Kind));
    }

    /// <summary>The step before was told at 1.5 s: since then a turn that was not kept may have waited for it.</summary>
    [Theory]
    [InlineData(3.1, true)]
    [InlineData(2.9, false)]
    public void Step_that_is_begun_again_may_run_out_of_its_time_at_once(double end, bool isRight)
    {
        const string Told = "Timed out after 2 seconds";
        var findings = Right
            .WithStep(1, step => step with { Timeout = TimeSpan.FromSeconds(2) })
            .Calling(1)
            .Calling(2)
            .Showing(1, new(StepStatuses.Failure, Told, 1004) { StartedAt = end - 0.1, EndedAt = end })
            .Showing(2, Sample.Step(StepStatuses.NotRun))
            .Ending($"Stopped at step '{Second}': {Told}", code: 1004)
            .Judge();

        Assert.Equal(isRight ? [] : [FindingKind.Wrong], findings.Select(finding => finding.Kind));
    }

    [Theory]
    [InlineData(3.0, 300.0, true)]
    [InlineData(300.0, 300.0, false)]
    [InlineData(3.0, 4.0, true)]
    public void Run_that_goes_on_long_after_its_time_is_wrong(double told, double end, bool isRight) => Assert.Equal(
        isRight,
        Right.WithTimeout(TimeSpan.FromSeconds(3)).Calling(2, Sample.Operation("c", 3) with { ToldAt = told }).EndingAt(end).Judge().Count == 0);

    [Theory]
    [InlineData(3.4, null, null, true)]
    [InlineData(4.1, null, null, false)]
    [InlineData(4.1, "It was started by a host that was lost before that was on record; its target may have done its work.", null, true)]
    [InlineData(4.1, null, 4.2, false)]
    [InlineData(4.1, null, 4.1, true)]
    public void Step_that_begins_by_the_record_after_the_run_s_time_is_wrong(double start, string? message, double? end, bool isRight)
    {
        var findings = Right
            .WithTimeout(TimeSpan.FromSeconds(3))
            .Calling(2)
            .Showing(2, new(StepStatuses.Cancelled, message, null) { StartedAt = start, EndedAt = end })
            .Ending("Timed out after 3 seconds", code: 1004)
            .Judge();

        Assert.Equal(isRight ? [] : [FindingKind.Wrong], findings.Select(finding => finding.Kind));
    }

    [Fact]
    public void Step_that_begins_long_after_the_run_s_time_is_wrong() => Assert.Contains(
        Right.WithTimeout(TimeSpan.FromSeconds(3)).Calling(2, Sample.Operation("c", 300)).EndingAt(301).Judge(), finding => finding.Text.Contains("began operation c", StringComparison.Ordinal));

    [Fact]
    public void Run_that_goes_on_long_after_its_cancellation_is_wrong() => Assert.Contains(Right.Cancelled(-200).Judge(), finding => finding.Kind == FindingKind.Wrong);

    [Fact]
    public void Cancellation_that_was_accepted_and_lost_is_wrong() => Assert.Contains(
        Endless.Cancelled(1.2).Judge(), finding => finding.Kind == FindingKind.Wrong && finding.Text.Contains("was accepted at 1.2 s", StringComparison.Ordinal));

    [Theory]
    [InlineData("Cancelled by ann", 1003, null)]
    [InlineData("Timed out after 3 seconds", 1004, 3)]
    public void Step_without_an_end_passes_where_the_run_is_cancelled_or_out_of_time(string message, int code, int? timeout)
    {
        var sample = Endless
            .Cancelled(1.2)
            .Calling(0, Sample.Operation("a", 1) with { ToldAt = null, Polls = 1, IsCancelled = true })
            .Calling(1)
            .Calling(2)
            .Showing(0, Sample.Step(StepStatuses.Cancelled))
            .Showing(1, Sample.Step(StepStatuses.NotRun))
            .Showing(2, Sample.Step(StepStatuses.NotRun))
            .Ending(message, code: code);

        Assert.Empty((timeout is { } seconds ? sample.WithTimeout(TimeSpan.FromSeconds(seconds)) : sample).Judge());
    }

    [Fact]
    public void End_that_stays_as_it_was_told_passes() => Assert.Empty(Right.ToldFirst(run => run).Judge());

    [Fact]
    public void End_that_was_told_otherwise_is_wrong()
    {
        Assert.Equal(FindingKind.Wrong, Right.ToldFirst(run => run with { EndedAt = 3.9 }).Kind());
        Assert.Equal(FindingKind.Wrong, Right.ToldFirst(run => run with { Message = "Completed with partial success: 1 of 3 steps" }).Kind());
        Assert.Equal(FindingKind.Wrong, Right.ToldFirst(run => run with { Steps = [run.Steps[0], run.Steps[1], Sample.Step(StepStatuses.PartialSuccess)] }).Kind());
    }

    [Fact]
    public void Message_of_a_step_may_be_told_later() => Assert.Empty(Right.ToldFirst(run => run with { Steps = [run.Steps[0] with { Message = null }, run.Steps[1], run.Steps[2]] }).Judge());
}
