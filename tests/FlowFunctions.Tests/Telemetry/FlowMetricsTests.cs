using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Telemetry;
using FlowFunctions.Tests.Runs;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace FlowFunctions.Tests.Telemetry;

public sealed class FlowMetricsTests
{
    private readonly System.Diagnostics.Metrics.IMeterFactory _meters = TelemetryParts.MeterFactory();
    private readonly FlowMetrics _metrics;

    public FlowMetricsTests() => _metrics = new(_meters);

    [Theory]
    [InlineData(true, null, StepStatus.Success, "success")]
    [InlineData(true, null, StepStatus.PartialSuccess, "partial_success")]
    [InlineData(false, RunErrorCodes.StepFailed, StepStatus.Failure, "failure")]
    [InlineData(false, RunErrorCodes.TimedOut, StepStatus.Cancelled, "failure")]
    [InlineData(false, RunErrorCodes.Cancelled, StepStatus.Cancelled, "cancelled")]
    public void Run_counts_by_its_outcome_and_lasts_from_start_to_end(bool success, int? code, StepStatus step, string outcome)
    {
        var (runs, durations) = (Collect<long>("flow.runs"), Collect<double>("flow.run.duration"));

        _metrics.RunEnded(Run(new RunResult(success, "any", code), step));

        var counted = Assert.Single(runs.GetMeasurementSnapshot());
        Assert.Equal(1, counted.Value);
        Assert.Equal([("flow.run.kind", "flow"), ("flow.run.outcome", outcome), ("flow.run.trigger", "manual")], TagsOf(counted));
        Assert.Equal(90, Assert.Single(durations.GetMeasurementSnapshot()).Value);
    }

    [Fact]
    public void Skipped_run_counts_and_lasts_no_time()
    {
        var (runs, durations) = (Collect<long>("flow.runs"), Collect<double>("flow.run.duration"));

        _metrics.RunEnded(Run(new RunResult(false, "Skipped", RunErrorCodes.Skipped), StepStatus.NotRun) with { Steps = [] });

        Assert.Contains(("flow.run.outcome", "skipped"), TagsOf(Assert.Single(runs.GetMeasurementSnapshot())));
        Assert.Empty(durations.GetMeasurementSnapshot());
    }

    [Fact]
    public void Steps_that_started_last_and_those_that_failed_are_named()
    {
        var (durations, failures) = (Collect<double>("flow.step.duration"), Collect<long>("flow.step.failures"));
        var run = Run(new RunResult(false, "any", 42), StepStatus.Failure);

        _metrics.RunEnded(run with { Steps = [.. run.Steps, new StepRecord { Referrer = RunInputs.Id("b"), Name = "b", Status = StepStatus.NotRun }] });

        var duration = Assert.Single(durations.GetMeasurementSnapshot());
        Assert.Equal((60, ("flow.step.outcome", "failure")), (duration.Value, Assert.Single(TagsOf(duration))));
        Assert.Equal([("error.type", "42"), ("flow.name", "Nightly"), ("flow.step.name", "a")], TagsOf(Assert.Single(failures.GetMeasurementSnapshot())));
    }

    [Fact]
    public void Wait_for_a_model_is_told_by_model()
    {
        var waits = Collect<double>("flow.model.queue.wait");

        new ModelQueueMetrics(_meters).Waited("75A40874E6B64FA3AE0743278996850F", TimeSpan.FromMilliseconds(1500));

        var wait = Assert.Single(waits.GetMeasurementSnapshot());
        Assert.Equal((1.5, ("flow.model.id", "75A40874E6B64FA3AE0743278996850F")), (wait.Value, Assert.Single(TagsOf(wait))));
    }

    [Theory]
    [InlineData(2500, 2.5)]
    [InlineData(-300, 0)]
    public void Scheduled_run_lags_behind_its_time_and_is_never_ahead_of_it(double milliseconds, double seconds)
    {
        var lags = Collect<double>("flow.schedule.lag");

        _metrics.ScheduledRunStarted(TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(seconds, Assert.Single(lags.GetMeasurementSnapshot()).Value);
    }

    private MetricCollector<T> Collect<T>(string instrument)
        where T : struct => new(_meters, FlowMeter.Name, instrument);

    private static List<(string, string)> TagsOf<T>(CollectedMeasurement<T> measurement)
        where T : struct =>
        [.. measurement.Tags.Select(tag => (tag.Key, (string)tag.Value!)).OrderBy(tag => tag.Key, StringComparer.Ordinal)];

    private static RunDocument Run(RunResult result, StepStatus step) => RunInputs.Of(RunInputs.Step("a")).Run with
    {
        EndDate = RunInputs.Start + TimeSpan.FromSeconds(90),
        Result = result,
        Steps =
        [
            new StepRecord
            {
                Referrer = RunInputs.Id("a"),
                Name = "a",
                Status = step,
                StartDate = RunInputs.Start,
                EndDate = RunInputs.Start + TimeSpan.FromSeconds(60),
                ErrorCode = result.ErrorCode,
            },
        ],
    };
}
