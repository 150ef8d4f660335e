using FlowFunctions.Core;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Schedules;
using FlowFunctions.Telemetry;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;
using FlowFunctions.Tests.Telemetry;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.Tests.Schedules;

[Needs(Need.Azurite)]
public sealed class ScheduledRunStarterTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly string Id = RunInputs.Id("a");
    private static readonly ScheduledRun Run = new(
        ResourceId.Derive(new DateTimeOffset(ScheduleScope.Start), Id), Id, RunKind.Integration, ScheduleScope.Start, "sue");

    private readonly FakeOrchestrations _orchestrations = new();
    private ScheduleScope _scope = null!;

    public async ValueTask InitializeAsync()
    {
        _scope = await ScheduleScope.CreateAsync(azurite.ConnectionString);
        await _scope.AddScheduledAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Run_starts_under_its_own_id_for_the_user_who_set_the_schedule()
    {
        await StartAsync();

        var input = Assert.Single(_orchestrations.Scheduled);
        Assert.Equal((Run.RunId, "sue", "scheduled"), (input.Run.Id, input.Run.Trigger.User, input.Run.Trigger.Source));
        var latest = (await IntegrationAsync()).LatestRun;
        Assert.Equal(("sue", "scheduled", "Running"), (latest?.TriggeredBy, latest?.TriggerSource, latest?.Message));
    }

    [Fact]
    public async Task Start_is_measured_from_the_time_of_the_occurrence()
    {
        using var meters = TelemetryParts.MeterFactory();
        using var lags = new MetricCollector<double>(meters, FlowMeter.Name, "flow.schedule.lag");
        var interrupted = new InterruptedRuns(_scope.Runs, _scope.Owners, _scope.Recorder, _scope.Time, NullLogger<InterruptedRuns>.Instance);
        var starter = new ScheduledRunStarter(
            _scope.Schedules, _scope.Owners, _scope.RunStarter, _scope.Runs, _scope.Skipped, interrupted, new FlowMetrics(meters), _scope.Time, NullLogger<ScheduledRunStarter>.Instance);
        _scope.Time.Advance(TimeSpan.FromSeconds(90));

        await starter.StartAsync(_orchestrations.Client, Run, CancellationToken.None);

        Assert.Equal(90, Assert.Single(lags.GetMeasurementSnapshot()).Value);
    }

    [Fact]
    public async Task Flow_is_started_like_an_integration()
    {
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);
        await scope.AddFlowAsync();
        var order = new RunOrder(Run.Trigger, Run.RunId) { RunId = Run.RunId };

        await scope.Starter.StartFlowAsync(_orchestrations.Client, RunInputs.FlowId, RunRequest.Everything, order, CancellationToken.None);
        var again = await scope.Starter.StartFlowAsync(_orchestrations.Client, RunInputs.FlowId, RunRequest.Everything, order, CancellationToken.None);

        Assert.Equal(new RunStart.Started(Run.RunId), again);
        Assert.Equal((Run.RunId, RunKind.Flow), (Assert.Single(_orchestrations.Scheduled).Run.Id, _orchestrations.Scheduled.Single().Run.Kind));
    }

    [Fact]
    public async Task Message_that_comes_again_while_the_run_goes_on_or_after_it_starts_nothing()
    {
        await StartAsync();
        await StartAsync();
        await EndAsync();
        await StartAsync();

        Assert.Single(_orchestrations.Scheduled);
        Assert.Equal("Success", Assert.Single(await _scope.HistoryAsync(Id)).Result?.Message);
        Assert.Null((await IntegrationAsync()).ActiveRunId);
    }

    [Fact]
    public async Task Same_message_many_times_at_once_starts_one_run()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => StartAsync())));

        Assert.Single(_orchestrations.Instances);
        Assert.Equal(Run.RunId, (await IntegrationAsync()).ActiveRunId);
        Assert.Single(await _scope.HistoryAsync(Id));
    }

    [Fact]
    public async Task Run_is_skipped_and_recorded_while_the_previous_is_still_going()
    {
        var manual = Assert.IsType<RunStart.Started>(await _scope.RunStarter.StartIntegrationAsync(
            _orchestrations.Client, Id, new RunOrder(new("eve", RunTrigger.Manual), "trace"), CancellationToken.None));

        await StartAsync();
        await StartAsync();

        Assert.Equal(manual.RunId, Assert.Single(_orchestrations.Scheduled).Run.Id);
        var history = await _scope.HistoryAsync(Id);
        Assert.Equal([Run.RunId, manual.RunId], history.Select(run => run.Id));
        Assert.Equal(
            new RunResult(false, $"Skipped: the previous run {manual.RunId} was still going at 2026-03-28T12:00Z", RunErrorCodes.Skipped),
            history[0].Result);
        Assert.Equal(("eve", "Running"), ((await IntegrationAsync()).LatestRun?.TriggeredBy, (await IntegrationAsync()).LatestRun?.Message));
        Assert.Equal(history[0].Result, (await _scope.Runs.GetAsync(Run.RunId, CancellationToken.None))!.Result);
    }

    /// <summary>Its host was lost right after the lock: a load of the night must not be skipped for a run that never was.</summary>
    [Fact]
    public async Task Run_is_not_skipped_for_one_that_has_not_begun_but_tried_again()
    {
        await _scope.RunStarter.StartIntegrationAsync(_orchestrations.Client, Id, new RunOrder(new("eve", RunTrigger.Manual), "trace"), CancellationToken.None);
        _orchestrations.Instances.Clear();

        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());
        Assert.Null(await _scope.Runs.GetAsync(Run.RunId, CancellationToken.None));
        _scope.Time.Advance(RunLock.StartGrace);
        await StartAsync();

        Assert.Equal(Run.RunId, _orchestrations.Scheduled.Last().Run.Id);
    }

    /// <summary>What is on record first decides, and those who want to know are told of that alone, whatever the host came to.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Skip_that_is_cut_off_at_any_storage_call_is_finished_or_was_none(bool isCarriedOut)
    {
        var broken = 0;
        bool isComplete;
        do
        {
            broken++;
            var scope = await ScheduleScope.CreateAsync(azurite.ConnectionString);
            await scope.AddScheduledAsync();
            var orchestrations = new FakeOrchestrations();
            var manual = Assert.IsType<RunStart.Started>(
                await scope.RunStarter.StartIntegrationAsync(orchestrations.Client, Id, new RunOrder(new("eve", RunTrigger.Manual), "trace"), CancellationToken.None));
            using var transport = new FaultingTransport(broken, isCarriedOut, isLast: true);
            try
            {
                await scope.OfAnotherProcess(transport).Starter.StartAsync(orchestrations.Client, Run, CancellationToken.None);
            }
            catch (Azure.RequestFailedException)
            {
                // The host is lost there.
            }

            isComplete = transport.Requests < broken;
            await scope.Recorder.RecordAsync(orchestrations.Scheduled.Single().Run with { EndDate = scope.Time.GetUtcNow().UtcDateTime, Result = new(true, "Success", null) }, CancellationToken.None);
            await scope.Starter.StartAsync(orchestrations.Client, Run, CancellationToken.None);

            var record = (await scope.Runs.GetAsync(Run.RunId, CancellationToken.None))!;
            var isSkipped = record.Result?.ErrorCode == RunErrorCodes.Skipped;
            Assert.Equal(isSkipped ? 1 : 2, orchestrations.Scheduled.Count);
            Assert.Equal(isSkipped ? [Run.RunId, manual.RunId] : [manual.RunId], (await scope.HistoryAsync(Id)).Where(run => run.EndDate is not null).Select(run => run.Id));
        }
        while (!isComplete);

        Assert.InRange(broken, 5, 40);
    }

    [Fact]
    public async Task Run_that_was_skipped_does_not_start_when_its_message_comes_again_later()
    {
        var manual = Assert.IsType<RunStart.Started>(await _scope.RunStarter.StartIntegrationAsync(
            _orchestrations.Client, Id, new RunOrder(new("eve", RunTrigger.Manual), "trace"), CancellationToken.None));
        await StartAsync();
        await EndAsync(manual.RunId);

        await StartAsync();

        Assert.Single(_orchestrations.Scheduled);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Schedule_that_was_disabled_or_deleted_meanwhile_starts_nothing(bool isDeleted)
    {
        var schedule = await _scope.ScheduleAsync(Id);
        await (isDeleted
            ? (Task)_scope.Schedules.DeleteAsync(schedule, CancellationToken.None)
            : _scope.Schedules.ReplaceAsync(schedule, schedule with { IsEnabled = false, NextAt = null }, pending: null, CancellationToken.None));

        await StartAsync();

        Assert.Empty(_orchestrations.Scheduled);
        Assert.Empty(await _scope.HistoryAsync(Id));
    }

    /// <summary>A lock that nobody releases reads as a run that goes on and cannot be cancelled.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_earlier_try_has_left_of_a_run_whose_schedule_was_disabled_or_deleted_is_ended(bool isDeleted)
    {
        _orchestrations.ScheduleFault = new InvalidOperationException("away");
        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());
        Assert.Equal(Run.RunId, (await IntegrationAsync()).ActiveRunId);
        _orchestrations.ScheduleFault = null;
        var schedule = await _scope.ScheduleAsync(Id);
        await (isDeleted
            ? (Task)_scope.Schedules.DeleteAsync(schedule, CancellationToken.None)
            : _scope.Schedules.ReplaceAsync(schedule, schedule with { IsEnabled = false, NextAt = null }, pending: null, CancellationToken.None));

        // Another copy of the order may be about to start it.
        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());
        Assert.Equal(Run.RunId, (await IntegrationAsync()).ActiveRunId);
        _scope.Time.Advance(RunLock.StartGrace);
        await StartAsync();
        await StartAsync();

        Assert.Empty(_orchestrations.Instances);
        Assert.Null((await IntegrationAsync()).ActiveRunId);
        var result = Assert.Single(await _scope.HistoryAsync(Id)).Result!;
        Assert.Contains("its schedule was disabled or deleted", result.Message, StringComparison.Ordinal);
        Assert.Equal(result, (await _scope.Runs.GetAsync(Run.RunId, CancellationToken.None))!.Result);
    }

    /// <summary>The flow may have been changed between the two: times and steps are those of the run that is.</summary>
    [Fact]
    public async Task Record_of_a_run_whose_start_is_tried_again_is_of_the_try_that_starts_it()
    {
        _orchestrations.ScheduleFault = new InvalidOperationException("away");
        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());
        _orchestrations.ScheduleFault = null;
        _scope.Time.Advance(TimeSpan.FromMinutes(10));

        await StartAsync();

        var started = _orchestrations.Scheduled.Last().Run;
        Assert.Equal(ScheduleScope.Start.AddMinutes(10), started.StartDate);
        Assert.Equal(started.StartDate, (await _scope.Runs.GetAsync(Run.RunId, CancellationToken.None))!.StartDate);
        Assert.Equal(started.StartDate, (await IntegrationAsync()).LatestRun!.StartDate.UtcDateTime);
    }

    [Fact]
    public async Task Schedule_that_was_changed_meanwhile_still_runs_what_was_due()
    {
        var schedule = await _scope.ScheduleAsync(Id);
        await _scope.Schedules.ReplaceAsync(schedule, schedule with { Input = ScheduleScope.Daily("20:00") }, pending: null, CancellationToken.None);

        await StartAsync();

        Assert.Single(_orchestrations.Scheduled);
    }

    [Fact]
    public async Task Owner_that_is_gone_starts_nothing()
    {
        await _scope.Integrations.DeleteAsync(await IntegrationAsync(), CancellationToken.None);

        await StartAsync();

        Assert.Empty(_orchestrations.Scheduled);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Crash_at_any_storage_call_is_finished_by_the_message_that_comes_again(bool isCarriedOut)
    {
        using var counter = new FaultingTransport(0, isCarriedOut);
        await _scope.OfAnotherProcess(counter).Starter.StartAsync(_orchestrations.Client, Run, CancellationToken.None);
        Assert.InRange(counter.Requests, 5, 20);

        for (var broken = 1; broken <= counter.Requests; broken++)
        {
            var scope = await ScheduleScope.CreateAsync(azurite.ConnectionString);
            await scope.AddScheduledAsync();
            var orchestrations = new FakeOrchestrations();
            using var transport = new FaultingTransport(broken, isCarriedOut);
            await Assert.ThrowsAnyAsync<Exception>(() => scope.OfAnotherProcess(transport).Starter.StartAsync(orchestrations.Client, Run, CancellationToken.None));
            Assert.Empty(orchestrations.Scheduled);

            await scope.Starter.StartAsync(orchestrations.Client, Run, CancellationToken.None);
            await scope.Starter.StartAsync(orchestrations.Client, Run, CancellationToken.None);

            Assert.Equal(Run.RunId, Assert.Single(orchestrations.Scheduled).Run.Id);
            Assert.Equal(Run.RunId, Assert.Single(await scope.HistoryAsync(Id)).Id);
            Assert.Equal(Run.RunId, (await scope.Integrations.GetAsync(Id, CancellationToken.None))!.ActiveRunId);
        }
    }

    [Fact]
    public async Task Start_that_failed_is_not_recorded_as_a_failed_run_because_it_is_tried_again()
    {
        _orchestrations.ScheduleFault = new InvalidOperationException("away");
        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());
        Assert.Null((await _scope.Runs.GetAsync(Run.RunId, CancellationToken.None))!.EndDate);

        _orchestrations.ScheduleFault = null;
        await StartAsync();

        Assert.Equal(Run.RunId, Assert.Single(_orchestrations.Scheduled).Run.Id);
    }

    [Fact]
    public async Task Run_that_is_given_up_is_on_record_as_failed_and_frees_its_owner()
    {
        _orchestrations.ScheduleFault = new InvalidOperationException("away");
        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());

        await _scope.Starter.GiveUpAsync(_orchestrations.Client, Run, CancellationToken.None);
        await _scope.Starter.GiveUpAsync(_orchestrations.Client, Run, CancellationToken.None);

        var run = Assert.Single(await _scope.HistoryAsync(Id));
        Assert.Equal(new RunResult(false, "Failed: the scheduled run could not be started", RunErrorCodes.Internal), run.Result);
        Assert.Null((await IntegrationAsync()).ActiveRunId);
    }

    [Fact]
    public async Task Run_that_is_given_up_is_as_old_as_the_first_try_to_start_it()
    {
        _orchestrations.ScheduleFault = new InvalidOperationException("away");
        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());
        _scope.Time.Advance(TimeSpan.FromMinutes(10));

        await _scope.Starter.GiveUpAsync(_orchestrations.Client, Run, CancellationToken.None);

        var run = Assert.Single(await _scope.HistoryAsync(Id));
        Assert.Equal((ScheduleScope.Start, ScheduleScope.Start.AddMinutes(10)), (run.StartDate, run.EndDate));
    }

    [Fact]
    public async Task Run_that_never_came_to_its_lock_is_given_up_on_record_too()
    {
        await _scope.Starter.GiveUpAsync(_orchestrations.Client, Run, CancellationToken.None);

        Assert.Equal((Run.RunId, "sue"), (Assert.Single(await _scope.HistoryAsync(Id)).Id, (await _scope.HistoryAsync(Id))[0].Trigger.User));
    }

    [Fact]
    public async Task Run_that_started_after_all_is_not_given_up()
    {
        await StartAsync();

        await _scope.Starter.GiveUpAsync(_orchestrations.Client, Run, CancellationToken.None);

        Assert.Null((await _scope.Runs.GetAsync(Run.RunId, CancellationToken.None))!.EndDate);
    }

    private Task StartAsync() => _scope.Starter.StartAsync(_orchestrations.Client, Run, CancellationToken.None);

    private async Task<FlowFunctions.Definitions.IntegrationDocument> IntegrationAsync() => (await _scope.Integrations.GetAsync(Id, CancellationToken.None))!;

    private async Task EndAsync(string? runId = null)
    {
        var run = (await _scope.Runs.GetAsync(runId ?? Run.RunId, CancellationToken.None))!;
        await _scope.Recorder.RecordAsync(run with { EndDate = ScheduleScope.Start.AddMinutes(1), Result = new RunResult(true, "Success", null) }, CancellationToken.None);
        _orchestrations.Instances[run.Id] = OrchestrationRuntimeStatus.Completed;
    }
}
