using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Tests.Runs;

public class StepRetryTests
{
    private static readonly StepSnapshot Step = new()
    {
        Referrer = "a",
        Name = "The a",
        Retry = new() { Count = 3, Backoff = TimeSpan.FromSeconds(10) },
    };

    [Theory]
    [InlineData(StepOutcomeKind.Success, null, false)]
    [InlineData(StepOutcomeKind.PartialSuccess, 7, false)]
    [InlineData(StepOutcomeKind.Failure, null, true)]
    [InlineData(StepOutcomeKind.Failure, 42, true)]
    [InlineData(StepOutcomeKind.Failure, 1000, true)]
    [InlineData(StepOutcomeKind.Failure, 1003, false)]
    [InlineData(StepOutcomeKind.Failure, 1004, true)]
    [InlineData(StepOutcomeKind.Failure, 1005, false)]
    [InlineData(StepOutcomeKind.Failure, 1006, true)]
    [InlineData(StepOutcomeKind.Failure, 1007, true)]
    public void Only_a_failure_that_another_try_may_change_is_tried_again(StepOutcomeKind kind, int? code, bool isRetried) =>
        Assert.Equal(isRetried ? TimeSpan.FromSeconds(10) : null, Step.RetryDelayAfter(new(kind, "said", code), tries: 1));

    [Fact]
    public void Failure_that_may_have_done_the_work_is_not_tried_again() =>
        Assert.Null(Step.RetryDelayAfter(new(StepOutcomeKind.Failure, "said", 1007) { IsUnknown = true }, tries: 1));

    [Fact]
    public void Tries_end_with_the_last_retry() =>
        Assert.Equal(
            [10.0, 20.0, 40.0, null],
            Enumerable.Range(1, 4).Select(tries => Step.RetryDelayAfter(new(StepOutcomeKind.Failure), tries)?.TotalSeconds));

    [Fact]
    public void Step_without_retry_is_tried_once() => Assert.Null((Step with { Retry = null }).RetryDelayAfter(new(StepOutcomeKind.Failure), tries: 1));

    [Fact]
    public void Step_that_is_tried_again_runs_on_and_says_so()
    {
        var run = new FlowBuilder().Step("a").Step("b after a").Start();
        run.StartReady(Instants.At(0));
        var failed = new StepOutcome(StepOutcomeKind.Failure, "no rows", 42, Attempts: 2);

        run.TryAgain("a", StepRetrial.Waiting(Step, retry: 1, new DateTime(2026, 11, 24, 8, 0, 30, DateTimeKind.Utc), failed));
        Assert.Equal((StepStatus.Running, 1, 2, "Try 2 of 4 starts at 08:00:30 UTC; last: no rows"), Shown(run));
        Assert.Equal(new DateTime(2026, 11, 24, 8, 0, 30, DateTimeKind.Utc), run.Steps[0].RetryAt);
        run.TryAgain("a", StepRetrial.UnderWay(Step, retry: 1, failed));
        Assert.Equal((StepStatus.Running, 1, 3, "Try 2 of 4; last: no rows"), Shown(run));
        Assert.Null(run.Steps[0].RetryAt);
        Assert.Empty(run.StartReady(Instants.At(1)));
        Assert.False(run.IsComplete);

        run.Complete("a", new(StepOutcomeKind.Success, Attempts: 3), Instants.At(2));
        Assert.Equal((StepStatus.Success, 1, 3, null), Shown(run));
        Assert.Equal("b", Assert.Single(run.StartReady(Instants.At(2))).Referrer);
    }

    [Fact]
    public void Failure_without_words_is_one_all_the_same() =>
        Assert.Equal("Try 4 of 4; last: failure", StepRetrial.UnderWay(Step, retry: 3, new(StepOutcomeKind.Failure)).Message);

    [Fact]
    public void Step_that_was_cancelled_is_not_shown_as_tried_again()
    {
        var run = new FlowBuilder().Step("a").Step("b").Start();
        run.StartReady(Instants.At(0));
        run.Cancel("ada", Instants.At(1));

        run.TryAgain("a", new(1, 1, "late"));

        Assert.Equal((StepStatus.Cancelled, 0, 1, "Cancelled by ada"), Shown(run));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_that_is_cancelled_before_its_next_try_says_when_that_would_have_been(bool isUnderWay)
    {
        var run = new FlowBuilder().Step("a").Step("b").Start();
        run.StartReady(Instants.At(0));
        var failed = new StepOutcome(StepOutcomeKind.Failure, "no rows", 42, Attempts: 2);
        run.TryAgain("a", StepRetrial.Waiting(Step, retry: 2, Instants.At(30), failed));
        if (isUnderWay)
        {
            run.TryAgain("a", StepRetrial.UnderWay(Step, retry: 2, failed));
        }

        run.Cancel("ada", Instants.At(1));

        Assert.Equal((StepStatus.Cancelled, 2, isUnderWay ? null : Instants.At(30)), (run.Steps[0].Status, run.Steps[0].Retries, run.Steps[0].RetryAt));
    }

    [Fact]
    public void Step_that_has_not_started_cannot_be_tried_again()
    {
        var run = new FlowBuilder().Step("a").Step("b after a").Start();

        Assert.Throws<InvalidOperationException>(() => run.TryAgain("b", new(1, 1, "never")));
        Assert.Throws<InvalidOperationException>(() => run.TryAgain("c", new(1, 1, "never")));
    }

    private static (StepStatus Status, int Retries, int Attempts, string? Message) Shown(FlowProgress run) =>
        (run.Steps[0].Status, run.Steps[0].Retries, run.Steps[0].Attempts, run.Steps[0].Message);
}
