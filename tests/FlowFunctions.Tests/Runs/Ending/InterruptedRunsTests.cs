using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Ending;

/// <summary>When a run counts as interrupted, and what becomes of it: decided without storage.</summary>
public class InterruptedRunsTests
{
    private readonly FakeOrchestrations _orchestrations = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(Start));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private InterruptedRuns Interrupted => new(null!, null!, null!, _time, NullLogger<InterruptedRuns>.Instance);

    [Fact]
    public void Run_that_nothing_moves_any_more_ends_with_its_steps()
    {
        var begun = new StepRecord { Referrer = Id("b"), Name = "b", Status = StepStatus.Running, StartDate = Start, Attempts = 2 };
        var done = begun with { Referrer = Id("c"), Name = "c", Status = StepStatus.Success, EndDate = Start.AddSeconds(1) };
        var run = Of(Step("a")).Run;
        var now = Start.AddMinutes(1);

        var ended = InterruptedRuns.End(run with { Steps = [run.Steps[0], begun, done] }, "why", now);

        Assert.Equal((now, new RunResult(false, "why", RunErrorCodes.Internal)), (ended.EndDate, ended.Result));
        Assert.Equal(
            [
                run.Steps[0] with { Status = StepStatus.NotRun },
                begun with { Status = StepStatus.Cancelled, EndDate = now, Message = "why", ErrorCode = RunErrorCodes.Internal },
                done,
            ],
            ended.Steps);
    }

    [Theory]
    [InlineData(29_999, null, false)]
    [InlineData(30_000, null, true)]
    [InlineData(30_000, OrchestrationRuntimeStatus.Completed, true)]
    [InlineData(30_000, OrchestrationRuntimeStatus.Terminated, true)]
    [InlineData(30_000, OrchestrationRuntimeStatus.Running, false)]
    [InlineData(30_000, OrchestrationRuntimeStatus.Pending, false)]
    [InlineData(29_999, OrchestrationRuntimeStatus.Completed, false)]
    public async Task Run_is_interrupted_whose_orchestration_is_gone_half_a_minute_after_its_start(
        int millisecondsAgo, OrchestrationRuntimeStatus? status, bool isInterrupted)
    {
        if (status is { } known)
        {
            _orchestrations.Instances[RunId] = known;
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        var since = _time.GetUtcNow() - TimeSpan.FromMilliseconds(millisecondsAgo);
        var instance = await _orchestrations.Client.GetInstanceAsync(RunId, Cancel);

        Assert.Equal(isInterrupted, Interrupted.IsInterrupted(instance, Of(Step("a")).Run with { StartDate = since.UtcDateTime }));
        Assert.Equal(!isInterrupted, await Interrupted.IsHeldAsync(_orchestrations.Client, Flow(RunId, since), Cancel));
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    [InlineData(OrchestrationRuntimeStatus.Running)]
    public async Task Lock_that_is_given_up_is_held_only_by_a_run_that_goes_on(OrchestrationRuntimeStatus status)
    {
        _orchestrations.Instances[RunId] = status;

        Assert.Equal(status == OrchestrationRuntimeStatus.Running, await Interrupted.IsHeldAsync(_orchestrations.Client, Flow(RunId, null), Cancel));
    }

    /// <summary>Its order comes again when the host that had it is lost.</summary>
    [Theory]
    [InlineData(null, false)]
    [InlineData(OrchestrationRuntimeStatus.Completed, true)]
    public async Task Run_that_a_schedule_ordered_may_begin_for_longer(OrchestrationRuntimeStatus? status, bool isInterrupted)
    {
        if (status is { } known)
        {
            _orchestrations.Instances[RunId] = known;
        }

        var run = Of(Step("a")).Run with { Trigger = new("sue", RunTrigger.Scheduled), StartDate = _time.GetUtcNow().UtcDateTime };
        _time.Advance(LostRuns.OrderGrace - TimeSpan.FromMilliseconds(1));
        var instance = await _orchestrations.Client.GetInstanceAsync(RunId, Cancel);

        Assert.Equal(isInterrupted, Interrupted.IsInterrupted(instance, run));
        Assert.Equal(isInterrupted ? CancelStanding.Ended : CancelStanding.NotBegun, await new RunCanceller(_time).CancelAsync(_orchestrations.Client, run, "eve", Cancel));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(Interrupted.IsInterrupted(instance, run));
        Assert.Equal(CancelStanding.Ended, await new RunCanceller(_time).CancelAsync(_orchestrations.Client, run, "eve", Cancel));
    }

    [Fact]
    public async Task Flow_without_a_run_is_not_held() =>
        Assert.False(await Interrupted.IsHeldAsync(_orchestrations.Client, Flow(null, _time.GetUtcNow()), Cancel));

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void Step_that_is_ended_before_its_next_try_has_one_retry_less(bool isWaiting, int retries)
    {
        var run = Of(Step("a")).Run;
        run = run with { Steps = [run.Steps[0] with { Status = StepStatus.Running, StartDate = Start, Retries = 2, RetryAt = isWaiting ? Start.AddMinutes(1) : null }] };

        var step = InterruptedRuns.End(run, InterruptedRuns.Message, Start).Steps[0];

        Assert.Equal((StepStatus.Cancelled, retries, null), (step.Status, step.Retries, step.RetryAt));
    }

    [Fact]
    public async Task Lock_of_a_run_that_goes_on_is_not_released()
    {
        _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Running;

        Assert.False(await Interrupted.TryReleaseAsync(_orchestrations.Client, Flow(RunId, null), Cancel));
    }

    [Fact]
    public async Task Run_that_has_ended_is_not_cancelled()
    {
        _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Running;
        var ended = Of(Step("a")).Run with { EndDate = Start };

        Assert.Equal(CancelStanding.Ended, await new RunCanceller(TimeProvider.System).CancelAsync(_orchestrations.Client, ended, "eve", Cancel));
        Assert.Empty(_orchestrations.Raised);
    }

    [Fact]
    public async Task Caller_who_goes_away_while_a_run_is_cancelled_gets_no_answer()
    {
        _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Running;
        _orchestrations.RaiseFault = new OperationCanceledException();
        _orchestrations.OnRaise = () => _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Completed;

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => new RunCanceller(TimeProvider.System).CancelAsync(_orchestrations.Client, Of(Step("a")).Run, "eve", Cancel));
    }

    [Theory]
    [InlineData(true, null, true)]
    [InlineData(true, 42, true)]
    [InlineData(true, RunErrorCodes.IntegrationMissing, false)]
    [InlineData(false, null, false)]
    public void Step_that_started_is_a_run_of_its_integration_where_there_is_one(bool hasStarted, int? code, bool hasRun) => Assert.Equal(
        hasRun,
        IntegrationRun.IsOf(new() { Referrer = Id("a"), Name = "a", StartDate = hasStarted ? Start : null, ErrorCode = code }));

    /// <summary>Callers, alerts and the operations guide know them.</summary>
    [Fact]
    public void Times_and_words_are_those_that_are_documented()
    {
        var repair = new LostRuns(null!, null!, null!, null!, null!, null!, Options.Create(new RunsOptions()), _time, NullLogger<LostRuns>.Instance);

        Assert.Equal(("runs", TimeSpan.FromMinutes(5)), (repair.Subject, repair.Interval));
        Assert.Equal(
            (TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(35), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(3)),
            (LostRuns.Grace, LostRuns.OrderGrace, LostRuns.StuckAfter, RunPurge.Patience));
        Assert.Equal(
            ("Failed: the run was interrupted", "Failed: the run made no progress any more"), (InterruptedRuns.Message, LostRuns.StuckMessage));
        Assert.Equal((TimeSpan.FromDays(7), TimeSpan.FromDays(3650)), (RetentionOptions.MinimumRetention, RetentionOptions.MaximumRetention));
    }

    [Fact]
    public void Runs_are_kept_for_90_days_unless_configured()
    {
        Assert.Equal(TimeSpan.FromDays(90), new RetentionOptions().Retention);
        Assert.Equal(
            ["Runs:Retention is 6.00:00:00; set it between 7 and 3650 days, written as 90.00:00:00."],
            new RetentionOptions { Retention = TimeSpan.FromDays(6) }.Faults());
    }

    private static FlowDocument Flow(string? activeRunId, DateTimeOffset? since) => new()
    {
        Id = FlowId,
        Input = new FlowInput { Name = "Nightly", Steps = [] },
        CreatedBy = "ann",
        CreationDate = new DateTimeOffset(Start),
        ModificationDate = new DateTimeOffset(Start),
        ActiveRunId = activeRunId,
        ActiveSince = since,
    };
}
