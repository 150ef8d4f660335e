using Azure.Core.Pipeline;
using FlowFunctions.Core;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Storage;
using FlowFunctions.Telemetry;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Telemetry;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Moq;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Ending;

/// <summary>What is told of a run's end, and how its record waits for storage.</summary>
[Needs(Need.Azurite)]
public sealed class RecordRunTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly FakeLogger<RunRecorder> _logger = new();
    private readonly System.Diagnostics.Metrics.IMeterFactory _meters = TelemetryParts.MeterFactory();
    private RunScope _scope = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _scope = await RunScope.CreateAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync()
    {
        _meters.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(true, null, StepStatus.Success, LogLevel.Information, "success")]
    [InlineData(true, null, StepStatus.PartialSuccess, LogLevel.Information, "partial_success")]
    [InlineData(false, RunErrorCodes.Cancelled, StepStatus.Cancelled, LogLevel.Information, "cancelled")]
    [InlineData(false, 42, StepStatus.Failure, LogLevel.Warning, "failure")]
    public async Task End_is_logged_and_counted_by_its_outcome_whoever_records_it(bool success, int? code, StepStatus step, LogLevel level, string outcome)
    {
        using var counted = new MetricCollector<long>(_meters, FlowMeter.Name, "flow.runs");
        var run = Ended(new RunResult(success, "why", code), step);
        var recorder = RecorderOf(_scope);

        await recorder.RecordAsync(run, Cancel);
        await recorder.RecordInterruptedAsync(run, UnkeptStarts.None, Cancel);

        Assert.All(_logger.Collector.GetSnapshot(), line => Assert.Equal(
            (level, 1509, $"Run {RunId} of Flow {FlowId} ended as {outcome} (manual): why"), (line.Level, line.Id.Id, line.Message)));
        Assert.Equal(2, _logger.Collector.Count);
        Assert.Equal([1L, 1L], counted.GetMeasurementSnapshot().Select(measured => measured.Value));
    }

    [Fact]
    public async Task Run_without_a_result_is_not_told()
    {
        await RecorderOf(_scope).RecordAsync(Ended(null, StepStatus.Running), Cancel);

        Assert.Equal(0, _logger.Collector.Count);
    }

    [Fact]
    public async Task Record_waits_for_storage_that_is_away_and_is_written_under_the_run_s_name()
    {
        using var transport = new FaultingTransport(1, isCarriedOut: false);
        var scopes = new FakeLogger<RunTelemetry>();
        var began = _scope.Time.GetUtcNow();
        var activity = new RecordRun(
            RecorderOf(_scope.Through(transport)), new RunTelemetry(TelemetryParts.Metrics(), scopes), _scope.Time, NullLogger<RecordRun>.Instance);

        await activity.RunAsync(Ended(new RunResult(true, "Success", null), StepStatus.Success), Cancel);

        Assert.NotNull((await _scope.Runs.GetAsync(RunId, Cancel))!.EndDate);
        Assert.Equal(StorageWait.FirstDelay, _scope.Time.GetUtcNow() - began);
    }

    /// <summary>As one has it that its flow's run took along: it began no later.</summary>
    [Theory]
    [InlineData(0, "no rows")]
    [InlineData(1, "Running")]
    public async Task Latest_run_of_an_integration_is_that_which_began_last(int secondsLater, string message)
    {
        await _scope.AddIntegrationAsync("a");
        var other = new Definitions.LatestRun
        {
            TriggeredBy = "bob",
            TriggerSource = "manual",
            StartDate = new DateTimeOffset(Start).AddSeconds(secondsLater),
            Success = false,
            Message = "Running",
        };
        await _scope.Integrations.UpdateAsync(Id("a"), integration => integration with { LatestRun = other }, Cancel);

        await RecorderOf(_scope).RecordAsync(Ended(new RunResult(false, "no rows", 42), StepStatus.Failure), Cancel);

        Assert.Equal(message, (await _scope.IntegrationAsync("a")).LatestRun?.Message);
    }

    /// <summary>What this process has seen of the flow last is from before the run's start.</summary>
    [Fact]
    public async Task Lock_that_another_process_has_taken_is_released()
    {
        await _scope.AddFlowAsync();
        var run = Ended(new RunResult(true, "Success", null), StepStatus.Success);
        await LockAsync(Elsewhere, run);

        await RecorderOf(_scope).RecordAsync(run, Cancel);

        var flow = await _scope.FlowAsync();
        Assert.Equal((null, "Success"), (flow.ActiveRunId, flow.LatestRun?.Message));
    }

    [Fact]
    public async Task Those_whom_an_editor_has_named_meanwhile_are_told_once_and_the_editor_s_change_stays()
    {
        await _scope.AddFlowAsync();
        var run = Ended(new RunResult(true, "Success", null), StepStatus.Success);
        await LockAsync(_scope, run);
        await EditAsync(flow => flow with { NotificationId = Id("n") });
        var told = new List<string?>();
        var outbox = new Mock<IRunOutbox>();
        outbox.Setup(known => known.PutAsync(run, It.IsAny<Definitions.Runnable>(), Cancel)).Returns(async (RunDocument _, Definitions.Runnable owner, CancellationToken _) =>
        {
            told.Add(owner.NotificationId);
            await EditAsync(flow => flow with { Input = flow.Input with { Name = $"Nightly {told.Count}" } });
        });

        await RecorderOf(_scope, outbox.Object).RecordAsync(run, Cancel);

        Assert.Equal([null, Id("n")], told);
        var flow = await _scope.FlowAsync();
        Assert.Equal((null, "Success", "Nightly 2", Id("n")), (flow.ActiveRunId, flow.LatestRun?.Message, flow.Name, flow.NotificationId));
    }

    /// <summary>The next run is then added without a look at where it ends.</summary>
    [Fact]
    public async Task Where_a_history_ends_is_kept_with_its_owner_and_not_forgotten_for_an_entry_that_was_there()
    {
        await _scope.AddFlowAsync();
        var first = Ended(new RunResult(true, "Success", null), StepStatus.Success);
        await LockAsync(_scope, first);
        await RecorderOf(_scope).RecordAsync(first, Cancel);
        var (ofFlow, ofIntegration) = ((await _scope.FlowAsync()).History, (await _scope.IntegrationAsync("a")).History);
        Assert.Equal((1, 1), (ofFlow?.Total, ofIntegration?.Total));

        var second = first with { Id = ResourceId.New(new DateTimeOffset(Start).AddHours(1)), StartDate = Start.AddHours(1) };
        second = second with { Steps = [second.Steps[0] with { StartDate = second.StartDate, Message = "again" }] };
        await LockAsync(_scope, second);
        await _scope.History.PutAsync(second, Cancel);
        await _scope.History.PutAsync(IntegrationRun.Of(second, second.Steps[0]), Cancel);
        await RecorderOf(_scope).RecordAsync(second, Cancel);

        Assert.Equal(second.Id, (await _scope.FlowAsync()).LatestRun?.Id);
        Assert.Equal("again", (await _scope.IntegrationAsync("a")).LatestRun?.Message);
        Assert.Equal((ofFlow, ofIntegration), ((await _scope.FlowAsync()).History, (await _scope.IntegrationAsync("a")).History));
    }

    private RunScope Elsewhere => _scope.Through(HttpClientTransport.Shared);

    private static async Task LockAsync(RunScope scope, RunDocument run) =>
        Assert.True((await scope.Flows.UpdateAsync(FlowId, flow => RunLock.Take(flow, run with { EndDate = null, Result = null }), Cancel)).IsWritten);

    private async Task EditAsync(Func<Definitions.FlowDocument, Definitions.FlowDocument> edit) =>
        Assert.True((await Elsewhere.Flows.UpdateAsync(FlowId, edit, Cancel)).IsWritten);

    private static RunDocument Ended(RunResult? result, StepStatus step) => Of(Step("a")).Run with
    {
        EndDate = result is null ? null : Start.AddMinutes(1),
        Result = result,
        Steps = [new() { Referrer = Id("a"), Name = "a", Status = step, StartDate = Start, EndDate = Start.AddMinutes(1), Attempts = 1, Message = result?.Message, ErrorCode = result?.ErrorCode }],
    };

    private RunRecorder RecorderOf(RunScope scope, IRunOutbox? outbox = null) =>
        new(
            scope.Runs,
            scope.History,
            scope.Unkept,
            scope.Runnables,
            outbox ?? scope.Outbox,
            new RunLooks(scope.Time),
            new RunTelemetry(new FlowMetrics(_meters), NullLogger<RunTelemetry>.Instance),
            _logger);
}
