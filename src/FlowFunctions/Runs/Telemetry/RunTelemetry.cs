using System.Diagnostics;
using FlowFunctions.Steps;
using FlowFunctions.Telemetry;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runs;

/// <summary>
/// Runs and steps in traces, metrics and logs. Orchestrators emit nothing, for they are replayed: what happens in between is emitted by activities under the ids of
/// spans that end later (<see cref="RunTrace"/>), and the spans of the run and its steps when it is on record. An activity that is run again after a crash emits
/// the same spans again, under the same ids; counts are at-least-once like it.
/// </summary>
public sealed class RunTelemetry(FlowMetrics metrics, ILogger<RunTelemetry> logger)
{
#pragma warning disable CA2000 // The scope ends what it is given.

    /// <summary>What is called until the scope ends is under the step's span, and what is logged carries run, flow and step.</summary>
    public TelemetryScope Enter(StepCall call)
    {
        Activity? span = null;
        if (FlowTracing.IsOn && RunTrace.ParentOf(call) is var parent && parent != default)
        {
            span = StandIn(parent, RunTrace.SpanIdOf(call.RunId, call.Referrer));
        }

        return new(span, logger.IsEnabled(LogLevel.Critical) ? logger.BeginScope(LogScope.Of(call)) : null);
    }

    /// <summary>What is called until the scope ends is under the run's span, and what is logged carries run and flow.</summary>
    public TelemetryScope Enter(RunDocument run) => new(
        FlowTracing.IsOn ? StandIn(RunTrace.ParentOf(run), RunTrace.SpanIdOf(run)) : null,
        logger.IsEnabled(LogLevel.Critical) ? logger.BeginScope(LogScope.Of(run)) : null);

#pragma warning restore CA2000

    /// <summary>Emits a run that is on record as ended, with its steps.</summary>
    public void Ended(RunDocument run)
    {
        metrics.RunEnded(run);
        if (FlowTracing.IsOn)
        {
            RunSpans.Emit(run);
        }
    }

    // It has no source, so no listener hears of it; the work under it finds it as its parent.
    private static Activity StandIn(ActivityContext parent, ActivitySpanId id)
    {
        var span = new Activity("flow");
        span.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
        span.Start();
        SpanIdentity.Set(span, id);
        return span;
    }
}
