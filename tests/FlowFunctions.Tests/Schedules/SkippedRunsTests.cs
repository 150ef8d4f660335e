using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Schedules;
using FlowFunctions.Telemetry;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;
using FlowFunctions.Tests.Telemetry;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Moq;

namespace FlowFunctions.Tests.Schedules;

/// <summary>Runs that never started are on record, told and counted once each.</summary>
[Needs(Need.Azurite)]
public sealed class SkippedRunsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string RunId = "019ab0000000700080000000000000aa";
    private static readonly string Id = RunInputs.Id("a");

    private readonly Mock<IRunOutbox> _outbox = new();
    private readonly System.Diagnostics.Metrics.IMeterFactory _meters = TelemetryParts.MeterFactory();
    private readonly FakeLogger<SkippedRuns> _log = new();
    private ScheduleScope _scope = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SkippedRuns Skipped => new(
        _scope.Runs,
        _scope.History,
        _outbox.Object,
        _scope.Owners,
        new RunTelemetry(new FlowMetrics(_meters), NullLogger<RunTelemetry>.Instance),
        _scope.Time,
        _log);

    public async ValueTask InitializeAsync()
    {
        _scope = await ScheduleScope.CreateAsync(azurite.ConnectionString);
        await _scope.AddScheduledAsync();
    }

    public ValueTask DisposeAsync()
    {
        _meters.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Run_that_finds_another_going_on_is_recorded_at_that_instant_told_and_counted_once()
    {
        using var counted = new MetricCollector<long>(_meters, FlowMeter.Name, "flow.runs");
        var run = new ScheduledRun(RunId, Id, RunKind.Integration, ScheduleScope.Start.AddMinutes(-1), "sue");

        await Skipped.RecordBusyAsync(run, "other", Cancel);
        await Skipped.RecordBusyAsync(run, "other", Cancel);

        var record = (await _scope.Runs.GetAsync(RunId, Cancel))!;
        Assert.Equal(
            (RunId, RunKind.Integration, Id, "a", new RunTrigger("sue", RunTrigger.Scheduled), RunId, ScheduleScope.Start, (DateTime?)ScheduleScope.Start),
            (record.Id, record.Kind, record.OwnerId, record.Name, record.Trigger, record.TraceId, record.StartDate, record.EndDate));
        Assert.Equal(new RunResult(false, "Skipped: the previous run other was still going at 2026-03-28T11:59Z", RunErrorCodes.Skipped), record.Result);
        _outbox.Verify(
            outbox => outbox.PutAsync(It.Is<RunDocument>(told => told.Id == RunId && told.Result == record.Result), It.Is<Runnable>(owner => owner.Id == Id), Cancel),

            // By the same message, which has the run's id and is delivered once: what comes after the record is done again where the order comes again.
            Times.Exactly(2));
        Assert.Equal(1, Assert.Single(counted.GetMeasurementSnapshot()).Value);
        Assert.Equal(RunId, Assert.Single(await _scope.HistoryAsync(Id)).Id);
        Assert.Equal($"The scheduled run {RunId} of {Id} is skipped: run other is still going.", Assert.Single(_log.Collector.GetSnapshot()).Message);
    }

    /// <summary>Of the run that was still going: its end is in the history already, and not yet in its record.</summary>
    [Fact]
    public async Task Run_that_ends_while_another_is_skipped_for_it_keeps_its_end_in_the_history()
    {
        var going = new RunDocument
        {
            Id = "019ab0000000700080000000000000bb",
            Kind = RunKind.Integration,
            OwnerId = Id,
            Name = "a",
            Trigger = new("sue", RunTrigger.Scheduled),
            TraceId = "trace",
            StartDate = ScheduleScope.Start.AddHours(-1),
        };
        Assert.True(await _scope.Runs.TryAddAsync(going, Cancel));
        var end = going with { EndDate = ScheduleScope.Start, Result = new RunResult(true, "Success", null) };
        await _scope.History.PutAsync(end, Cancel);

        await Skipped.RecordBusyAsync(new(RunId, Id, RunKind.Integration, ScheduleScope.Start, "sue"), going.Id, Cancel);

        var history = await _scope.HistoryAsync(Id);
        Assert.Equal([RunId, going.Id], history.Select(run => run.Id));
        Assert.Equal((end.EndDate, end.Result), (history[1].EndDate, history[1].Result));
    }

    [Theory]
    [InlineData(1, "the run of 2026-03-28T09:00Z was")]
    [InlineData(2, "2 runs from 2026-03-28T09:00Z to 2026-03-28T10:00Z were")]
    public async Task Runs_that_nobody_started_are_one_record_at_the_instant_when_they_were_found(int count, string which)
    {
        var found = ScheduleScope.Start.AddMinutes(-7);
        var missed = new MissedRuns(
            RunId, Id, RunKind.Integration, count, ScheduleScope.Start.AddHours(-3), ScheduleScope.Start.AddHours(-2), found, TimeSpan.FromMinutes(90), "sue");

        await Skipped.RecordMissedAsync(missed, Cancel);
        Assert.Single(_log.Collector.GetSnapshot());
        await Skipped.RecordMissedAsync(missed, Cancel);

        var record = (await _scope.Runs.GetAsync(RunId, Cancel))!;
        Assert.Equal((new RunTrigger("sue", RunTrigger.Scheduled), found, found), (record.Trigger, record.StartDate, record.EndDate));
        Assert.Equal($"Skipped: {which} missed for longer than the catch-up window of 1 hour 30 minutes", record.Result?.Message);
        Assert.Equal(
            $"{count} scheduled runs of {Id} were missed, from 2026-03-28 09:00:00Z to 2026-03-28 10:00:00Z.", Assert.Single(_log.Collector.GetSnapshot()).Message);
    }

    [Fact]
    public async Task Run_whose_owner_is_gone_is_neither_recorded_nor_told()
    {
        await Skipped.RecordBusyAsync(new(RunId, Id, RunKind.Flow, ScheduleScope.Start, "sue"), "other", Cancel);

        Assert.Null(await _scope.Runs.GetAsync(RunId, Cancel));
        Assert.Empty(await _scope.HistoryAsync(Id));
        Assert.Empty(_log.Collector.GetSnapshot());
        _outbox.VerifyNoOtherCalls();
    }
}
