using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Telemetry;

namespace FlowFunctions.Runs;

/// <summary>
/// What is counted and measured of runs. Attributes have few values each, save those of <c>flow.step.failures</c>, which
/// has a series for each step that failed. Thread-safe.
/// </summary>
public sealed class FlowMetrics
{
    private readonly Counter<long> _runs;
    private readonly Histogram<double> _runDuration;
    private readonly Histogram<double> _stepDuration;
    private readonly Counter<long> _stepFailures;
    private readonly Histogram<double> _scheduleLag;
    private readonly Gauge<long> _activeRuns;

    public FlowMetrics(IMeterFactory meters)
    {
#pragma warning disable CA2000 // The factory owns its meters, and disposes them.
        var meter = FlowMeter.Of(meters);
#pragma warning restore CA2000
        _runs = meter.CreateCounter<long>("flow.runs", "{run}", "Runs that have ended, and scheduled ones that were skipped.");
        _runDuration = meter.CreateSeconds("flow.run.duration", "From a run's start to its end.", FlowMeter.Durations);
        _stepDuration = meter.CreateSeconds("flow.step.duration", "From a step's start to its end, with all its attempts.", FlowMeter.Durations);
        _stepFailures = meter.CreateCounter<long>("flow.step.failures", "{step}", "Steps that ended as failures.");
        _scheduleLag = meter.CreateSeconds("flow.schedule.lag", "From a scheduled run's time to its start.", FlowMeter.Waits);
        _activeRuns = meter.CreateGauge<long>("flow.runs.active", "{run}", "Runs of all processes that have started and not ended, as storage has them.");
    }

    /// <summary>Whether somebody wants to know how many runs are active, which takes a look into storage.</summary>
    internal bool WantsActiveRuns => _activeRuns.Enabled;

    /// <summary>A scheduled run started.</summary>
    /// <param name="lag">From its time; negative where the timer fired early.</param>
    public void ScheduledRunStarted(TimeSpan lag) => _scheduleLag.Record(Math.Max(0, lag.TotalSeconds));

    internal void RecordActiveRuns(long count) => _activeRuns.Record(count);

    /// <summary>A run is on record as ended, or as skipped.</summary>
    internal void RunEnded(RunDocument run)
    {
        if (_runs.Enabled || _runDuration.Enabled)
        {
            var outcome = RunOutcomes.Of(run);
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

    internal static string OutcomeOf(StepRecord step) => step.Status switch
    {
        StepStatus.Success => "success",
        StepStatus.PartialSuccess => "partial_success",
        StepStatus.Failure => "failure",
        _ => "cancelled",
    };

    internal static bool HasFailed(StepRecord step) => step.Status == StepStatus.Failure;

    private void StepEnded(RunDocument run, StepRecord step)
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
}
