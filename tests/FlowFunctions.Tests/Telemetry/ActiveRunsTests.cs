using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Storage;
using FlowFunctions.Telemetry;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Tests.Telemetry;

[Needs(Need.Azurite)]
public sealed class ActiveRunsTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Runs_are_active_from_their_lock_to_its_release_whichever_process_asks()
    {
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);
        await scope.AddFlowAsync();
        var orchestrations = new FakeOrchestrations();
        var order = new RunOrder(new("eve", RunTrigger.Manual), "trace");
        var flow = await scope.Starter.StartFlowAsync(orchestrations.Client, RunInputs.FlowId, RunRequest.Everything, order, CancellationToken.None);
        await scope.Starter.StartIntegrationAsync(orchestrations.Client, RunInputs.Id("a"), order, CancellationToken.None);
        var meters = TelemetryParts.MeterFactory();
        var (ready, time) = (new StorageReadiness(), new FakeTimeProvider());
        using var collector = new MetricCollector<long>(meters, FlowMeter.Name, "flow.runs.active");
        using var active = new ActiveRuns(scope.Flows, scope.Integrations, ready, new FlowMetrics(meters), time, NullLogger<ActiveRuns>.Instance);
        ready.MarkReady();

        await active.StartAsync(CancellationToken.None);
        await SeesAsync(2);

        var run = (await scope.Runs.GetAsync(Assert.IsType<RunStart.Started>(flow).RunId, CancellationToken.None))!;
        await scope.Interrupted.RecordAsync(run, "Failed", CancellationToken.None);
        await SeesAsync(1);
        await active.StopAsync(CancellationToken.None);

        Task SeesAsync(long count) => Wait.Until(
            () =>
            {
                time.Advance(ActiveRuns.Interval);
                return collector.LastMeasurement?.Value == count;
            },
            describe: () => collector.LastMeasurement?.Value);
    }
}
