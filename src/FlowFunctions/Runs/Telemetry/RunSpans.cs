using System.Diagnostics;
using System.Globalization;
using FlowFunctions.Definitions;
using FlowFunctions.Telemetry;

namespace FlowFunctions.Runs;

/// <summary>The spans of a run that has ended: its own, and under it one for each step that started, with the times that its record has.</summary>
internal static class RunSpans
{
    public static void Emit(RunDocument run)
    {
        // A span without a parent's id would take the current one for its parent.
        var ambient = Activity.Current;
        Activity.Current = null;
        try
        {
            EmitRun(run);
            foreach (var step in run.Steps)
            {
                EmitStep(run, step);
            }
        }
        finally
        {
            Activity.Current = ambient;
        }
    }

    private static void EmitRun(RunDocument run)
    {
        using var span = Start($"run {run.Name}", RunTrace.ParentOf(run), run.StartDate, RunTrace.SpanIdOf(run));
        if (span is null)
        {
            return;
        }

        Tag(span, run);
        span.SetTag(FlowAttributes.Name, run.Name);
        span.SetTag(FlowAttributes.RunKind, FlowMetrics.KindOf(run));
        span.SetTag(FlowAttributes.RunTrigger, run.Trigger.Source);
        span.SetTag(FlowAttributes.RunOutcome, RunOutcomes.Of(run));
        End(span, run.EndDate, run.Result is { Success: false }, run.Result?.ErrorCode);
    }

    private static void EmitStep(RunDocument run, StepRecord step)
    {
        if (step.StartDate is not { } startedAt)
        {
            return;
        }

        var parent = ActivityContext.Parse(RunTrace.TraceParentOf(run), traceState: null);
        using var span = Start($"step {step.Name}", parent, startedAt, RunTrace.SpanIdOf(run.Id, step.Referrer));
        if (span is null)
        {
            return;
        }

        Tag(span, run);
        span.SetTag(FlowAttributes.StepReferrer, step.Referrer);
        span.SetTag(FlowAttributes.StepName, step.Name);
        span.SetTag(FlowAttributes.StepOutcome, FlowMetrics.OutcomeOf(step));
        span.SetTag(FlowAttributes.StepAttempts, step.Attempts);
        End(span, step.EndDate ?? run.EndDate, FlowMetrics.HasFailed(step), step.ErrorCode);
    }

    private static Activity? Start(string name, ActivityContext parent, DateTime startedAt, ActivitySpanId id)
    {
        var span = FlowTracing.Source.StartActivity(name, ActivityKind.Internal, parent, startTime: Utc(startedAt));
        if (span is not null)
        {
            SpanIdentity.Set(span, id);
        }

        return span;
    }

    private static void Tag(Activity span, RunDocument run)
    {
        span.SetTag(FlowAttributes.RunId, run.Id);
        if (run.Kind == RunKind.Flow)
        {
            span.SetTag(FlowAttributes.FlowId, run.OwnerId);
        }
    }

    // No description with the status: it would be the target's words, and what they quote is for those who may read the run.
    private static void End(Activity span, DateTime? endedAt, bool hasFailed, int? errorCode)
    {
        if (hasFailed)
        {
            span.SetStatus(ActivityStatusCode.Error);
            span.SetTag(FlowAttributes.ErrorType, errorCode?.ToString(CultureInfo.InvariantCulture));
        }

        if (endedAt is { } end)
        {
            span.SetEndTime(Utc(end).UtcDateTime);
        }
    }

    /// <summary>The record's times are UTC, whatever kind they have come back with.</summary>
    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
