using System.Globalization;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Schedules;

/// <summary>
/// Puts scheduled runs on record that never started, in their owner's run history, and has those told who want to know. The owner's <c>latestRun</c> stays that of the run that did.
/// Each record is written once, however often it is asked for.
/// </summary>
public sealed partial class SkippedRuns(
    RunStore runs,
    RunHistory history,
    IRunOutbox outbox,
    Runnables runnables,
    RunTelemetry telemetry,
    TimeProvider time,
    ILogger<SkippedRuns> logger)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm'Z'";

    /// <summary>The run before it was still going.</summary>
    public async Task RecordBusyAsync(ScheduledRun run, string runningId, CancellationToken cancellationToken)
    {
        // Before the skipped one in the history, as it started before it: a run that goes on has its entry only when it is over, else.
        if (await runs.GetAsync(runningId, cancellationToken) is { } running)
        {
            await history.AddUnlessKnownAsync(running, cancellationToken);
        }

        var message = $"Skipped: the previous run {runningId} was still going at {Text(run.Occurrence)}";
        if (await RecordAsync(run.RunId, run.OwnerId, run.OwnerKind, run.Trigger, time.GetUtcNow().UtcDateTime, message, cancellationToken))
        {
            LogBusy(run.OwnerId, run.RunId, runningId);
        }
    }

    /// <summary>Nobody was there to start them.</summary>
    public async Task RecordMissedAsync(MissedRuns missed, CancellationToken cancellationToken)
    {
        var which = missed.Count == 1
            ? $"the run of {Text(missed.First)} was"
            : $"{missed.Count.ToString(CultureInfo.InvariantCulture)} runs from {Text(missed.First)} to {Text(missed.Last)} were";
        var message = $"Skipped: {which} missed for longer than the catch-up window of {DurationWords.Of(missed.Window)}";
        var trigger = new RunTrigger(missed.User, RunTrigger.Scheduled);
        if (await RecordAsync(missed.RunId, missed.OwnerId, missed.OwnerKind, trigger, missed.FoundAt, message, cancellationToken, missed.First))
        {
            LogMissed(missed.OwnerId, missed.Count, missed.First, missed.Last);
        }
    }

    /// <summary>The run's own record comes first and decides: of a try that starts the run and one that skips it, as the message of an order that comes twice makes them, one finds it there.</summary>
    /// <returns>False where the run is on record already, or its owner is gone.</returns>
    private async Task<bool> RecordAsync(
        string runId, string ownerId, RunKind kind, RunTrigger trigger, DateTime at, string message, CancellationToken cancellationToken, DateTime? missedFrom = null)
    {
        if (await runnables.GetAsync(kind, ownerId, cancellationToken) is not { } owner)
        {
            return false;
        }

        var run = new RunDocument
        {
            Id = runId,
            Kind = kind,
            OwnerId = ownerId,
            Name = owner.Name,
            Trigger = trigger,
            TraceId = runId,
            StartDate = at,
            EndDate = at,
            MissedFrom = missedFrom,
            Result = new RunResult(false, message, RunErrorCodes.Skipped),
        };
        if (!await runs.TryAddAsync(run, cancellationToken))
        {
            // It runs, or has run, for another copy of the order; or an earlier try put it on record, and may not have come to the rest.
            if (await runs.GetAsync(runId, cancellationToken) is { Result.ErrorCode: RunErrorCodes.Skipped } known)
            {
                await FinishAsync(known, owner, cancellationToken);
            }

            return false;
        }

        await FinishAsync(run, owner, cancellationToken);
        telemetry.Ended(run);
        return true;
    }

    /// <summary>What follows the record of a run that was skipped. Can be repeated.</summary>
    public async Task FinishAsync(RunDocument run, CancellationToken cancellationToken)
    {
        if (await runnables.GetAsync(run.Kind, run.OwnerId, cancellationToken) is { } owner)
        {
            await FinishAsync(run, owner, cancellationToken);
        }
    }

    private async Task FinishAsync(RunDocument run, Runnable owner, CancellationToken cancellationToken)
    {
        await history.AddAsync(run, owner.History, cancellationToken);

        // A load that did not arrive is one that people want to know of.
        await outbox.PutAsync(run, owner, cancellationToken);
    }

    private static string Text(DateTime time) => time.ToString(TimeFormat, CultureInfo.InvariantCulture);

    [LoggerMessage(1705, LogLevel.Warning, "The scheduled run {RunId} of {OwnerId} is skipped: run {RunningId} is still going.")]
    private partial void LogBusy(string ownerId, string runId, string runningId);

    [LoggerMessage(1706, LogLevel.Warning, "{Count} scheduled runs of {OwnerId} were missed, from {First:u} to {Last:u}.")]
    private partial void LogMissed(string ownerId, int count, DateTime first, DateTime last);
}
