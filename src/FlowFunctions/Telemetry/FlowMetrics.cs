using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;

namespace FlowFunctions.Telemetry;

/// <summary>
/// The application's own instruments. A meter that nobody listens to costs a comparison. Attributes have few values each, save those of <c>flow.step.failures</c>, which
/// has a series for each step that failed. Thread-safe.
/// </summary>
public sealed class FlowMetrics
{
    public const string MeterName = "FlowFunctions";

    /// <summary>Of runs and steps, in seconds: from a moment to a day.</summary>
    private static readonly double[] DurationBuckets = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 150, 300, 600, 1800, 3600, 7200, 14400, 43200, 86400];

    /// <summary>Of waits that should be short, in seconds.</summary>
    private static readonly double[] WaitBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 1800, 3600];

    private readonly Counter<long> _runs;
    private readonly Histogram<double> _runDuration;
    private readonly Histogram<double> _stepDuration;
    private readonly Counter<long> _stepFailures;
    private readonly Histogram<double> _scheduleLag;
    private readonly Histogram<double> _queueWait;
    private readonly Gauge<long> _activeRuns;

    public FlowMetrics(IMeterFactory meters)
    {
#pragma warning disable CA2000 // The factory owns its meters, and disposes them.
        var meter = meters.Create(MeterName);
#pragma warning restore CA2000
        _runs = meter.CreateCounter<long>("flow.runs", "{run}", "Runs that have ended, and scheduled ones that were skipped.");
        _runDuration = Histogram(meter, "flow.run.duration", "From a run's start to its end.", DurationBuckets);
        _stepDuration = Histogram(meter, "flow.step.duration", "From a step's start to its end, with all its attempts.", DurationBuckets);
        _stepFailures = meter.CreateCounter<long>("flow.step.failures", "{step}", "Steps that ended as failures.");
        _scheduleLag = Histogram(meter, "flow.schedule.lag", "From a scheduled run's time to its start.", WaitBuckets);
        _queueWait = Histogram(meter, "flow.model.queue.wait", "How long a step waited until its model was free for it.", WaitBuckets);
        _activeRuns = meter.CreateGauge<long>("flow.runs.active", "{run}", "Runs of all processes that have started and not ended, as storage has them.");
    }

    /// <summary>Whether somebody wants to know how many runs are active, which takes a look into storage.</summary>
    internal bool WantsActiveRuns => _activeRuns.Enabled;

    /// <summary>A scheduled run started.</summary>
    /// <param name="lag">From its time; negative where the timer fired early.</param>
    public void ScheduledRunStarted(TimeSpan lag) => _scheduleLag.Record(Math.Max(0, lag.TotalSeconds));

    /// <summary>A step got its turn on a model that runs a few at a time.</summary>
    /// <param name="modelId">Id of the Anaplan model.</param>
    /// <param name="wait">From when the step was ready for its target.</param>
    public void ModelQueueWaited(string modelId, TimeSpan wait)
    {
        if (_queueWait.Enabled)
        {
            _queueWait.Record(wait.TotalSeconds, new KeyValuePair<string, object?>(FlowAttributes.ModelId, modelId));
        }
    }

    internal void RecordActiveRuns(long count) => _activeRuns.Record(count);

    /// <summary>A run is on record as ended, or as skipped.</summary>
    internal void RunEnded(RunDocument run)
    {
        if (_runs.Enabled || _runDuration.Enabled)
        {
            var outcome = RunOutcome.Of(run);
            TagList tags = new()
            {
                { FlowAttributes.RunOutcome, outcome },
                { FlowAttributes.RunKind, KindOf(run) },
                { FlowAttributes.RunTrigger, run.Trigger.Source },
            };
            _runs.Add(1, tags);
            if (run.EndDate is { } end && outcome != RunOutcome.Skipped)
            {
                _runDuration.Record((end - run.StartDate).TotalSeconds, tags);
            }
        }

        if (_stepDuration.Enabled || _stepFailures.Enabled)
        {
            foreach (var step in run.Steps)
            {
                StepEnded(run, step);
            }
        }
    }

    internal static string KindOf(RunDocument run) => run.Kind == RunKind.Flow ? "flow" : "integration";

    internal static string OutcomeOf(RunStep step) => step.Status switch
    {
        StepStatus.Success => "success",
        StepStatus.PartialSuccess => "partial_success",
        StepStatus.Failure => "failure",
        _ => "cancelled",
    };

    internal static bool HasFailed(RunStep step) => step.Status == StepStatus.Failure;

    private void StepEnded(RunDocument run, RunStep step)
    {
        if (step is not { StartDate: { } start, EndDate: { } end })
        {
            return;
        }

        _stepDuration.Record((end - start).TotalSeconds, new KeyValuePair<string, object?>(FlowAttributes.StepOutcome, OutcomeOf(step)));
        if (HasFailed(step))
        {
            _stepFailures.Add(1, new TagList
            {
                { FlowAttributes.Name, run.Name },
                { FlowAttributes.StepName, step.Name },
                { FlowAttributes.ErrorType, (step.ErrorCode ?? RunErrorCodes.StepFailed).ToString(CultureInfo.InvariantCulture) },
            });
        }
    }

    private static Histogram<double> Histogram(Meter meter, string name, string description, IReadOnlyList<double> buckets) =>
        meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
}
