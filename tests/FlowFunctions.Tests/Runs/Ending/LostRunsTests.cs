using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Testing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Ending;

/// <summary>Runs that will not end by themselves, found by the watchdog alone: nobody reads them, and nobody starts another.</summary>
[Needs(Need.Azurite)]
public sealed class LostRunsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly RunOrder Manual = new(new RunTrigger("eve", RunTrigger.Manual), new string('7', 32));
    private static readonly RunOrder Scheduled = new(new RunTrigger("sue", RunTrigger.Scheduled), new string('8', 32)) { RunId = Id("r") };

    private readonly FakeOrchestrations _orchestrations = new();
    private RunScope _scope = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _scope = await RunScope.CreateAsync(azurite.ConnectionString);
        await _scope.AddFlowAsync();
        _orchestrations.LastUpdatedAt = _scope.Time.GetUtcNow();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Run_whose_orchestration_is_gone_is_ended_and_told()
    {
        var runId = await StartAsync(Manual);
        _orchestrations.Instances.Clear();
        _scope.Time.Advance(LostRuns.Grace);

        Assert.Equal(1, await RepairAsync());

        await AssertEndedAsync(runId, InterruptedRuns.Message);
        Assert.Equal(0, await RepairAsync());
    }

    [Fact]
    public async Task Lock_of_a_run_that_never_was_on_record_is_the_end_of_that_run()
    {
        var run = Of(Step("a")).Run;
        await _scope.Flows.UpdateAsync(FlowId, flow => RunLock.Take(flow, run, RunsOptions.DefaultTaskHub), Cancel);
        _scope.Time.Advance(LostRuns.Grace);

        Assert.Equal(1, await RepairAsync());

        await AssertEndedAsync(run.Id, InterruptedRuns.Message);
        var record = (await _scope.Runs.GetAsync(run.Id, Cancel))!;
        Assert.Equal((run.OwnerId, run.Kind, "Nightly", run.Trigger, run.StartDate), (record.OwnerId, record.Kind, record.Name, record.Trigger, record.StartDate));
    }

    [Fact]
    public async Task Run_that_stands_still_is_woken()
    {
        var runId = await StartAsync(Manual);
        _orchestrations.Statuses[runId] = new() { Steps = [new LiveStep { Status = StepStatus.Running, Begin = 0 }, new LiveStep()] };
        _scope.Time.Advance(StandingRunsOf(_scope).After - TimeSpan.FromTicks(1));
        Assert.Equal(0, await RepairAsync());
        _scope.Time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(1, await RepairAsync());

        Assert.StartsWith("Wake by ", Assert.Single(_orchestrations.Raised), StringComparison.Ordinal);
        Assert.Equal(runId, (await _scope.FlowAsync()).ActiveRunId);
    }

    /// <summary>Between the list of locks and the look at its orchestration.</summary>
    [Fact]
    public async Task Run_that_ends_while_the_watchdog_looks_is_left_as_it_is()
    {
        var runId = await StartAsync(Manual);
        _scope.Time.Advance(LostRuns.Grace);
        var ended = (await _scope.Runs.GetAsync(runId, Cancel))! with { EndDate = _scope.Time.GetUtcNow().UtcDateTime, Result = new RunResult(true, "Success", null) };
        _orchestrations.OnFind = async () =>
        {
            _orchestrations.OnFind = null;
            await _scope.Recorder.RecordAsync(ended, Cancel);
            _orchestrations.Instances[runId] = OrchestrationRuntimeStatus.Completed;
        };

        Assert.Equal(0, await RepairAsync());

        Assert.Equal((null, "Success"), ((await _scope.FlowAsync()).ActiveRunId, (await _scope.FlowAsync()).LatestRun!.Message));
        Assert.Equal(ended.Result, (await _scope.Runs.GetAsync(runId, Cancel))!.Result);
    }

    [Fact]
    public async Task What_is_known_of_the_steps_is_on_record_with_the_end()
    {
        var runId = await StartAsync(Manual);
        _orchestrations.Instances[runId] = OrchestrationRuntimeStatus.Failed;
        _orchestrations.Statuses[runId] = new()
        {
            Steps = [.. Enumerable.Repeat(new LiveStep { Status = StepStatus.Success, Begin = 0, End = 2000, Attempts = 1, Message = "done" }, 2)],
        };
        _scope.Time.Advance(LostRuns.Grace);

        Assert.Equal(1, await RepairAsync());

        var steps = (await _scope.Runs.GetAsync(runId, Cancel))!.Steps;
        Assert.All(steps, step => Assert.Equal((StepStatus.Success, "done"), (step.Status, step.Message)));
        Assert.Equal(2, steps.Count);
    }

    /// <summary>A crash between the record and the release of the lock, long ago.</summary>
    [Fact]
    public async Task Run_that_is_on_record_as_ended_is_only_released()
    {
        var runId = await StartAsync(Manual);
        _orchestrations.Instances.Clear();
        var ended = (await _scope.Runs.GetAsync(runId, Cancel))! with { EndDate = Start.AddSeconds(9), Result = new RunResult(true, "Success", null) };
        await _scope.Runs.PutAsync(ended, Cancel);
        _scope.Time.Advance(LostRuns.Grace);

        Assert.Equal(1, await RepairAsync());

        var flow = await _scope.FlowAsync();
        Assert.Equal((null, "Success", Start.AddSeconds(9)), (flow.ActiveRunId, flow.LatestRun!.Message, flow.LatestRun.EndDate?.UtcDateTime));
        Assert.Equal(ended.Result, (await _scope.Runs.GetAsync(runId, Cancel))!.Result);
    }

    /// <summary>Names of hubs are no more than names of storage's parts, which ignore case.</summary>
    [Fact]
    public async Task Run_of_the_same_task_hub_in_other_letters_is_looked_after()
    {
        await StartAsync(Manual);
        _orchestrations.Instances.Clear();
        await _scope.Flows.UpdateAsync(FlowId, flow => flow with { ActiveHub = RunsOptions.DefaultTaskHub.ToUpperInvariant() }, Cancel);
        _scope.Time.Advance(LostRuns.Grace);

        Assert.Equal(1, await RepairAsync());
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    [InlineData(null)]
    public async Task Orchestration_that_ends_while_it_counts_as_stuck_is_not_terminated(OrchestrationRuntimeStatus? status)
    {
        var runId = await StartAsync(Manual);
        _scope.Time.Advance(new RunsOptions().MaxRunDuration + LostRuns.StuckAfter);
        var finds = 0;
        _orchestrations.OnWholeFind = () =>
        {
            finds++;
            if (status is { } known)
            {
                _orchestrations.Instances[runId] = known;
            }
            else
            {
                _orchestrations.Instances.Clear();
            }
        };

        Assert.Equal(0, await RepairAsync());

        Assert.NotEqual(0, finds);
        Assert.Empty(_orchestrations.Raised);
        Assert.False(_orchestrations.Instances.Values.Contains(OrchestrationRuntimeStatus.Terminated));
        Assert.Equal(runId, (await _scope.FlowAsync()).ActiveRunId);
    }

    [Fact]
    public async Task Run_that_may_be_on_its_way_is_left_alone()
    {
        await StartAsync(Manual);
        _orchestrations.Instances.Clear();
        _scope.Time.Advance(LostRuns.Grace - TimeSpan.FromMilliseconds(1));

        Assert.Equal(0, await RepairAsync());
    }

    /// <summary>Its order is on the queue still, and starts it.</summary>
    [Fact]
    public async Task Run_of_a_schedule_is_left_to_its_order_for_as_long_as_that_is_tried()
    {
        var runId = await StartAsync(Scheduled);
        _orchestrations.Instances.Clear();
        _scope.Time.Advance(LostRuns.OrderGrace - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await RepairAsync());

        _scope.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await RepairAsync());

        await AssertEndedAsync(runId, InterruptedRuns.Message);
    }

    /// <summary>Such as of an installation that is deployed beside this one, or was before it: what is not seen from here may go on there.</summary>
    [Theory]
    [InlineData("Other")]
    [InlineData(null)]
    public async Task Run_of_another_task_hub_is_left_alone_until_the_longest_run_is_over(string? hub)
    {
        var runId = await StartAsync(Manual);
        _orchestrations.Instances.Clear();
        await _scope.Flows.UpdateAsync(FlowId, flow => flow with { ActiveHub = hub }, Cancel);
        _scope.Time.Advance(RunsOptions.MaximumRunDuration + LostRuns.StuckAfter - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await RepairAsync());

        _scope.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await RepairAsync());

        await AssertEndedAsync(runId, InterruptedRuns.Message);
    }

    [Fact]
    public async Task Orchestration_that_stands_still_long_after_its_time_is_ended()
    {
        var runId = await StartAsync(Manual);
        _scope.Time.Advance(new RunsOptions().MaxRunDuration + LostRuns.StuckAfter);

        Assert.Equal(1, await RepairAsync());

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, _orchestrations.Instances[runId]);
        await AssertEndedAsync(runId, LostRuns.StuckMessage);
    }

    [Fact]
    public async Task Orchestration_within_its_time_is_left_alone_however_long_it_waits()
    {
        var runId = await StartAsync(Manual);
        _scope.Time.Advance(new RunsOptions().MaxRunDuration + LostRuns.StuckAfter - TimeSpan.FromMilliseconds(1));

        Assert.Equal(0, await RepairAsync());
        Assert.Equal(OrchestrationRuntimeStatus.Running, _orchestrations.Instances[runId]);
    }

    /// <summary>Such as one that tries to record its end while storage is away.</summary>
    [Fact]
    public async Task Orchestration_that_makes_progress_is_left_alone_however_old_it_is()
    {
        await StartAsync(Manual);
        _scope.Time.Advance(TimeSpan.FromDays(30));
        _orchestrations.LastUpdatedAt = _scope.Time.GetUtcNow() - LostRuns.StuckAfter + TimeSpan.FromMilliseconds(1);

        Assert.Equal(0, await RepairAsync());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Process_that_stops_anywhere_in_a_start_leaves_nothing_that_stays(bool isCarriedOut, bool isScheduled)
    {
        var last = 0;
        bool isComplete;
        do
        {
            last++;
            var scope = await RunScope.CreateAsync(azurite.ConnectionString);
            await scope.AddFlowAsync();
            using var transport = new FaultingTransport(last, isCarriedOut, isLast: true);
            var orchestrations = new FakeOrchestrations { IsStopped = () => transport.IsStopped, LastUpdatedAt = scope.Time.GetUtcNow() };
            await Record.ExceptionAsync(() => scope.Through(transport).Starter.StartFlowAsync(
                orchestrations.Client, FlowId, RunRequest.Everything, isScheduled ? Scheduled : Manual, Cancel));
            isComplete = transport.Requests < last;

            orchestrations.IsStopped = () => false;
            scope.Time.Advance(isScheduled ? LostRuns.OrderGrace : LostRuns.Grace);
            await LostRunsOf(scope).RepairAsync(orchestrations.Client, Cancel);

            var flow = await scope.FlowAsync();
            var history = (await scope.History.PageAsync(FlowId, 10, 0, Cancel)).Items;
            if (orchestrations.Scheduled.TryPeek(out var started))
            {
                Assert.Equal((started.Run.Id, null), (flow.ActiveRunId, flow.LatestRun!.EndDate));
            }
            else
            {
                Assert.Equal((null, flow.LatestRun is not null), (flow.ActiveRunId, flow.LatestRun?.EndDate is not null));
                Assert.All(history, run => Assert.NotNull(run.EndDate));
                Assert.Equal(flow.LatestRun is null ? 0 : 1, history.Count);
                Assert.IsType<RunStart.Started>(await scope.Starter.StartFlowAsync(orchestrations.Client, FlowId, RunRequest.Everything, Manual, Cancel));
            }
        }
        while (!isComplete);

        Assert.InRange(last, 5, 40);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Process_that_stops_anywhere_in_ending_a_lost_run_leaves_neither_a_lock_nor_a_run_without_an_end(bool isCarriedOut)
    {
        var last = 0;
        bool isComplete;
        do
        {
            last++;
            var scope = await RunScope.CreateAsync(azurite.ConnectionString);
            await scope.AddFlowAsync();
            var orchestrations = new FakeOrchestrations { LastUpdatedAt = scope.Time.GetUtcNow() };
            var runId = Assert.IsType<RunStart.Started>(await scope.Starter.StartFlowAsync(orchestrations.Client, FlowId, RunRequest.Everything, Manual, Cancel)).RunId;
            orchestrations.Instances.Clear();
            scope.Time.Advance(LostRuns.Grace);
            using var transport = new FaultingTransport(last, isCarriedOut, isLast: true);
            await Record.ExceptionAsync(() => LostRunsOf(scope.Through(transport)).RepairAsync(orchestrations.Client, Cancel));
            isComplete = transport.Requests < last;

            await LostRunsOf(scope).RepairAsync(orchestrations.Client, Cancel);

            var flow = await scope.FlowAsync();
            var record = (await scope.Runs.GetAsync(runId, Cancel))!;
            Assert.True(record.EndDate is not null, $"After {last} storage calls, and another look of the watchdog, the run has no end.");
            Assert.Equal((null, InterruptedRuns.Message), (flow.ActiveRunId, flow.LatestRun!.Message));
            Assert.Equal(record.EndDate, flow.LatestRun.EndDate?.UtcDateTime);
        }
        while (!isComplete);

        Assert.InRange(last, 5, 40);
    }

    [Fact]
    public async Task Run_that_cannot_be_looked_after_holds_up_no_other()
    {
        var runId = await StartAsync(Manual);
        await _scope.AddIntegrationAsync("z");
        var other = Assert.IsType<RunStart.Started>(
            await _scope.Starter.StartIntegrationAsync(_orchestrations.Client, Id("z"), new(Manual.Trigger, new string('9', 32)), Cancel)).RunId;
        _orchestrations.Instances.Clear();
        _scope.Time.Advance(LostRuns.Grace);
        _orchestrations.OnFind = () =>
        {
            _orchestrations.OnFind = null;
            throw new InvalidDataException("The state of the first one cannot be read.");
        };
        var log = new FakeLogger<LostRuns>();

        Assert.Equal(1, await LostRunsOf(_scope, log).RepairAsync(_orchestrations.Client, Cancel));

        Assert.Null((await _scope.IntegrationAsync("z")).ActiveRunId);
        Assert.NotNull((await _scope.Runs.GetAsync(other, Cancel))!.EndDate);
        Assert.Equal([1518, 1519], log.Collector.GetSnapshot().Select(line => line.Id.Id));
        Assert.Equal("1 of 2 runs could not be looked after by the watchdog.", log.LatestRecord.Message);

        Assert.Equal(1, await LostRunsOf(_scope, log).RepairAsync(_orchestrations.Client, Cancel));
        Assert.Equal(2, log.Collector.Count);
        await AssertEndedAsync(runId, InterruptedRuns.Message);
    }

    [Fact]
    public async Task Run_whose_look_hangs_is_given_up_after_a_minute_and_looked_at_last_the_next_time()
    {
        var hanging = await StartAsync(Manual);
        await _scope.AddIntegrationAsync("z");
        Assert.IsType<RunStart.Started>(await _scope.Starter.StartIntegrationAsync(_orchestrations.Client, Id("z"), new(Manual.Trigger, new string('9', 32)), Cancel));
        _orchestrations.Instances.Clear();
        _scope.Time.Advance(LostRuns.Grace);
        var finds = 0;
        using var asked = new SemaphoreSlim(0);
        _orchestrations.OnFind = () =>
        {
            // The flow's run comes first, and hangs.
            asked.Release();
            return finds++ == 0 ? Task.Delay(Timeout.Infinite, Cancel) : Task.CompletedTask;
        };
        var log = new FakeLogger<LostRuns>();
        var lost = LostRunsOf(_scope, log);

        var looking = lost.RepairAsync(_orchestrations.Client, Cancel);
        await asked.WaitAsync(Cancel);
        _scope.Time.Advance(LostRuns.Patience);

        Assert.Equal(1, await looking.WaitAsync(Wait.Patience, Cancel));
        Assert.Null((await _scope.IntegrationAsync("z")).ActiveRunId);
        Assert.Equal(hanging, (await _scope.FlowAsync()).ActiveRunId);
        Assert.IsType<TimeoutException>(log.Collector.GetSnapshot()[0].Exception);

        var next = Assert.IsType<RunStart.Started>(await _scope.Starter.StartIntegrationAsync(_orchestrations.Client, Id("z"), new(Manual.Trigger, new string('8', 32)), Cancel)).RunId;
        _orchestrations.Instances.Clear();
        _scope.Time.Advance(LostRuns.Grace);
        _orchestrations.OnFind = async () =>
        {
            _orchestrations.OnFind = null;
            Assert.Equal((hanging, next), ((await _scope.FlowAsync()).ActiveRunId, (await _scope.IntegrationAsync("z")).ActiveRunId));
            throw new InvalidDataException("The state of the first that is looked at cannot be read.");
        };

        Assert.Equal(1, await lost.RepairAsync(_orchestrations.Client, Cancel));
        Assert.Equal((null, next), ((await _scope.FlowAsync()).ActiveRunId, (await _scope.IntegrationAsync("z")).ActiveRunId));
    }

    [Fact]
    public async Task Runs_that_hang_leave_the_others_to_the_next_turn_and_end_no_turn()
    {
        await StartAsync(Manual);
        await _scope.AddIntegrationAsync("z");
        await _scope.Starter.StartIntegrationAsync(_orchestrations.Client, Id("z"), new(Manual.Trigger, new string('9', 32)), Cancel);
        _orchestrations.Instances.Clear();
        _scope.Time.Advance(LostRuns.Grace);
        using var asked = new SemaphoreSlim(0);
        _orchestrations.OnFind = () =>
        {
            asked.Release();
            return Task.Delay(Timeout.Infinite, Cancel);
        };
        var lost = LostRunsOf(_scope);

        var looking = lost.RepairAsync(_orchestrations.Client, Cancel);
        await asked.WaitAsync(Cancel);
        _scope.Time.Advance(3 * LostRuns.Patience);

        Assert.Equal(0, await looking.WaitAsync(Wait.Patience, Cancel));
        Assert.False(await asked.WaitAsync(TimeSpan.Zero, Cancel));

        _orchestrations.OnFind = () =>
        {
            _orchestrations.OnFind = null;
            throw new InvalidDataException("The state of the first that is looked at cannot be read.");
        };
        Assert.Equal(1, await lost.RepairAsync(_orchestrations.Client, Cancel));
        Assert.Equal((true, false), ((await _scope.FlowAsync()).ActiveRunId is null, (await _scope.IntegrationAsync("z")).ActiveRunId is null));
    }

    /// <summary>Such as where ten thousand runs wait, and storage is slow.</summary>
    [Fact]
    public async Task Runs_that_a_turn_has_no_time_for_come_first_in_the_next()
    {
        await StartAsync(Manual);
        foreach (var name in new[] { "x", "y", "z" })
        {
            await AddRunAsync(name);
        }

        _scope.Time.Advance(LostRuns.Grace);
        var finds = 0;
        _orchestrations.OnFind = () =>
        {
            finds++;
            _scope.Time.Advance(LostRuns.Patience - TimeSpan.FromSeconds(1));
            return Task.CompletedTask;
        };
        var lost = LostRunsOf(_scope);

        Assert.Equal(0, await lost.RepairAsync(_orchestrations.Client, Cancel));
        Assert.Equal(3, finds);

        _orchestrations.Instances.Clear();
        _orchestrations.OnFind = () =>
        {
            _orchestrations.OnFind = null;
            throw new InvalidDataException("The state of the first that is looked at cannot be read.");
        };
        Assert.Equal(3, await lost.RepairAsync(_orchestrations.Client, Cancel));
        Assert.NotNull((await _scope.IntegrationAsync("z")).ActiveRunId);
    }

    /// <summary>Where there is more to look at than a turn has time for.</summary>
    [Fact]
    public async Task Run_whose_look_failed_comes_before_those_that_were_looked_at_since_and_that_have_come_since()
    {
        var failing = await StartAsync(Manual);
        foreach (var name in new[] { "w", "x", "y" })
        {
            await AddRunAsync(name);
        }

        _scope.Time.Advance(LostRuns.Grace);
        var lost = LostRunsOf(_scope);
        _orchestrations.OnFind = FailOnce;
        Assert.Equal(0, await lost.RepairAsync(_orchestrations.Client, Cancel));

        // The others take all the time that a turn has.
        _scope.Time.Advance(TimeSpan.FromMinutes(14.5));
        _orchestrations.OnFind = () =>
        {
            _scope.Time.Advance(LostRuns.Patience - TimeSpan.FromSeconds(1));
            return Task.CompletedTask;
        };
        Assert.Equal(0, await lost.RepairAsync(_orchestrations.Client, Cancel));
        await AddRunAsync("z");
        _orchestrations.Instances.Clear();
        _scope.Time.Advance(LostRuns.Grace);
        _orchestrations.OnFind = FailOnce;

        Assert.Equal(4, await lost.RepairAsync(_orchestrations.Client, Cancel));
        Assert.Equal(failing, (await _scope.FlowAsync()).ActiveRunId);

        Task FailOnce()
        {
            _orchestrations.OnFind = null;
            throw new InvalidDataException("The state of the first that is looked at cannot be read.");
        }
    }

    private async Task AddRunAsync(string integration)
    {
        await _scope.AddIntegrationAsync(integration);
        Assert.IsType<RunStart.Started>(await _scope.Starter.StartIntegrationAsync(_orchestrations.Client, Id(integration), new(Manual.Trigger, Id(integration)), Cancel));
    }

    private static LostRuns LostRunsOf(RunScope scope, ILogger<LostRuns>? log = null) =>
        new(
            scope.Flows,
            scope.Integrations,
            scope.Runnables,
            scope.Runs,
            scope.Interrupted,
            StandingRunsOf(scope),
            Options.Create(new RunsOptions { TaskHub = RunsOptions.DefaultTaskHub }),
            scope.Time,
            log ?? NullLogger<LostRuns>.Instance);

    private static StandingRuns StandingRunsOf(RunScope scope) => new(Options.Create(new RunsOptions()), scope.Time, NullLogger<StandingRuns>.Instance);

    private Task<int> RepairAsync() => LostRunsOf(_scope).RepairAsync(_orchestrations.Client, Cancel);

    private async Task<string> StartAsync(RunOrder order) =>
        Assert.IsType<RunStart.Started>(await _scope.Starter.StartFlowAsync(_orchestrations.Client, FlowId, RunRequest.Everything, order, Cancel)).RunId;

    private async Task AssertEndedAsync(string runId, string message)
    {
        var flow = await _scope.FlowAsync();
        Assert.Equal((null, null), (flow.ActiveSince, flow.ActiveHub));
        var record = (await _scope.Runs.GetAsync(runId, Cancel))!;
        var entry = Assert.Single((await _scope.History.PageAsync(FlowId, 10, 0, Cancel)).Items);
        Assert.Equal((null, message, false), (flow.ActiveRunId, flow.LatestRun!.Message, flow.LatestRun.Success));
        Assert.Equal(new RunResult(false, message, RunErrorCodes.Internal), record.Result);
        Assert.Equal((runId, record.Result), (entry.Id, entry.Result));
        Assert.Equal(record.EndDate, flow.LatestRun.EndDate?.UtcDateTime);
    }
}
