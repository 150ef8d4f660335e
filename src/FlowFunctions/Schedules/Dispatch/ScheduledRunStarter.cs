using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Schedules;

/// <summary>Starts the runs that schedules ask for, each once, however often it is asked to.</summary>
public sealed partial class ScheduledRunStarter(
    ScheduleStore schedules,
    Runnables runnables,
    RunStarter starter,
    RunStore runs,
    SkippedRuns skipped,
    InterruptedRuns interrupted,
    FlowMetrics metrics,
    TimeProvider time,
    ILogger<ScheduledRunStarter> logger)
{
    private const string Withdrawn = $"{RunResult.BrokenOff}its schedule was disabled or deleted before the run had begun";

    /// <summary>
    /// Starts the run, or records that it was skipped. An occurrence that was due runs as its schedule said then, unless the schedule was
    /// deleted or disabled before the run started: who does that wants no run after it. What an earlier try has left of one, a lock and a record, is ended then.
    /// </summary>
    public async Task StartAsync(DurableTaskClient client, ScheduledRun run, CancellationToken cancellationToken)
    {
        if (await schedules.GetAsync(run.OwnerId, cancellationToken) is not { IsEnabled: true })
        {
            LogWithdrawn(run.RunId, run.OwnerId);
            await TryEndAsync(client, run, Withdrawn, onlyIfLeftBehind: true, cancellationToken);
            return;
        }

        var order = new RunOrder(run.Trigger, run.RunId) { RunId = run.RunId };
        var start = run.OwnerKind == RunKind.Flow
            ? await starter.StartFlowAsync(client, run.OwnerId, RunRequest.Everything, order, cancellationToken)
            : await starter.StartIntegrationAsync(client, run.OwnerId, order, cancellationToken);
        switch (start)
        {
            case RunStart.Started { Ended: { Result.ErrorCode: RunErrorCodes.Skipped } ended }:
                await skipped.FinishAsync(ended, cancellationToken);
                break;

            // Another copy of the order has started it, and it is over.
            case RunStart.Started { Ended: not null }:
                break;

            case RunStart.Started:
                var lag = time.GetUtcNow().UtcDateTime - run.Occurrence;
                LogStarted(run.RunId, run.OwnerId, lag.TotalMilliseconds);
                metrics.ScheduledRunStarted(lag);
                break;

            // A start by hand that is on its way, or has got lost on it: the order is tried again when that is known.
            case RunStart.Busy busy when await client.GetInstanceAsync(busy.RunId, cancellationToken) is null:
                throw new InvalidOperationException($"Run {busy.RunId} of {run.OwnerId} has not begun; the scheduled run {run.RunId} is tried again.");

            case RunStart.Busy busy:
                await skipped.RecordBusyAsync(run, busy.RunId, cancellationToken);
                break;

            case RunStart.Unknown:
                LogWithdrawn(run.RunId, run.OwnerId);
                break;

            default:
                throw new InvalidOperationException($"The scheduled run {run.RunId} of {run.OwnerId} was refused: {start}.");
        }
    }

    /// <summary>Puts a run on record as failed whose start failed again and again. Does nothing where it started after all.</summary>
    public async Task GiveUpAsync(DurableTaskClient client, ScheduledRun run, CancellationToken cancellationToken)
    {
        if (await TryEndAsync(client, run, $"{RunResult.BrokenOff}the scheduled run could not be started", onlyIfLeftBehind: false, cancellationToken))
        {
            LogGivenUp(run.RunId, run.OwnerId, run.Occurrence);
        }
    }

    /// <param name="client">Knows whether it has started.</param>
    /// <param name="run">The run.</param>
    /// <param name="message">How it ended.</param>
    /// <param name="onlyIfLeftBehind">Whether only one is ended that an earlier try has left, as a lock or on record.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether it is ended; it may have started after all.</returns>
    private async Task<bool> TryEndAsync(DurableTaskClient client, ScheduledRun run, string message, bool onlyIfLeftBehind, CancellationToken cancellationToken)
    {
        RunDocument? known;
        Runnable? owner;
        do
        {
            known = await runs.GetAsync(run.RunId, cancellationToken);
            owner = await runnables.GetAsync(run.OwnerKind, run.OwnerId, cancellationToken);
            var hasLeftNothing = known is null && owner?.ActiveRunId != run.RunId;
            if (owner is null || known is { EndDate: not null } || (onlyIfLeftBehind && hasLeftNothing) || await client.GetInstanceAsync(run.RunId, cancellationToken) is not null)
            {
                return false;
            }

            if (onlyIfLeftBehind && owner.ActiveRunId == run.RunId && time.GetUtcNow() - owner.ActiveSince < RunLock.StartGrace)
            {
                throw new InvalidOperationException($"The scheduled run {run.RunId} of {run.OwnerId}, which is not to start any more, may be on its way; it is looked at again.");
            }
        }
        while (owner.ActiveRunId == run.RunId && !await interrupted.TryGiveUpAsync(client, owner, cancellationToken));

        var failed = known ?? new RunDocument
        {
            Id = run.RunId,
            Kind = run.OwnerKind,
            OwnerId = run.OwnerId,
            Name = owner.Name,
            Trigger = run.Trigger,
            TraceId = run.RunId,
            StartDate = time.GetUtcNow().UtcDateTime,
        };
        await interrupted.RecordAsync(failed, message, cancellationToken);
        return true;
    }

    [LoggerMessage(1707, LogLevel.Information, "The scheduled run {RunId} of {OwnerId} started {Late:0} ms after its time.")]
    private partial void LogStarted(string runId, string ownerId, double late);

    [LoggerMessage(1708, LogLevel.Information, "The scheduled run {RunId} of {OwnerId} is not started: its schedule was disabled or deleted.")]
    private partial void LogWithdrawn(string runId, string ownerId);

    [LoggerMessage(1709, LogLevel.Error, "The scheduled run {RunId} of {OwnerId}, due at {Occurrence:u}, could not be started and is given up.")]
    private partial void LogGivenUp(string runId, string ownerId, DateTime occurrence);
}
