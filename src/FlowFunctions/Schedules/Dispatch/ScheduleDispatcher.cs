using FlowFunctions.Core.Schedules;
using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Schedules;

/// <summary>
/// Sends the schedules that are due on their way. Any number of processes may do so at the same time, and any may die at any point:
/// <list type="number">
/// <item>One transaction, with the schedule's version, moves it to its next occurrence and stores what is to be done about the one that
/// came due. Whoever wins has decided; before it nothing has happened, after it nothing can be lost.</item>
/// <item>What is stored is done, by this call or whichever comes after a crash, and then deleted: a message on the queue, with a run id that
/// follows from the schedule's owner and the occurrence, so that a message that is put twice starts one run.</item>
/// </list>
/// </summary>
public sealed partial class ScheduleDispatcher(
    ScheduleStore schedules,
    Runnables runnables,
    SkippedRuns skipped,
    StorageQueues queues,
    IOptions<SchedulesOptions> options,
    TimeProvider time,
    ILogger<ScheduleDispatcher> logger)
{
    private const int MaximumParallel = 8;

    /// <summary>A timer may fire a little before its minute; its schedules must not wait for the next.</summary>
    private static readonly TimeSpan EarlyBy = TimeSpan.FromSeconds(1);

    /// <summary>A schedule that cannot be sent on its way holds up no other; it is tried again by the next call.</summary>
    public async Task DispatchAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime + EarlyBy;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = MaximumParallel, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(await schedules.DueAsync(now, cancellationToken), parallel, async (ownerId, token) =>
        {
            try
            {
                await TakeAsync(ownerId, now, token);
            }
            catch (Exception exception) when (!token.IsCancellationRequested)
            {
                LogNotTaken(ownerId, exception);
            }
        });
        await Parallel.ForEachAsync(await schedules.PendingAsync(cancellationToken), parallel, async (pending, token) =>
        {
            try
            {
                await DoAsync(pending, token);
            }
            catch (Exception exception) when (!token.IsCancellationRequested)
            {
                LogNotSent(pending.Key, exception);
            }
        });
    }

    private async Task TakeAsync(string ownerId, DateTime now, CancellationToken cancellationToken)
    {
        if (await schedules.GetAsync(ownerId, cancellationToken) is not { } schedule || schedule.NextAt is not { } dueAt || dueAt > now)
        {
            // Another process was faster, or the schedule was changed.
            return;
        }

        if (await runnables.GetAsync(schedule.OwnerKind, ownerId, cancellationToken) is null)
        {
            if (await schedules.DeleteAsync(schedule, cancellationToken))
            {
                LogOrphan(ownerId);
            }

            return;
        }

        var window = options.Value.CatchUpWindow;
        var due = CatchUp.Of(new ScheduleCalendar(schedule.Input), dueAt, now, window);
        var pending = PendingRun.Of(schedule, due, time.GetUtcNow().UtcDateTime, window);
        if (await schedules.ReplaceAsync(schedule, schedule with { NextAt = due.Next }, pending, cancellationToken) is not null)
        {
            LogTaken(ownerId, dueAt, due.MissedCount, due.Next);
        }
    }

    private async Task DoAsync(PendingRun pending, CancellationToken cancellationToken)
    {
        if (pending.Missed is { } missed)
        {
            await skipped.RecordMissedAsync(missed, cancellationToken);
        }

        if (pending.Run is { } run)
        {
            await queues.RunRequests.PutAsync(BinaryData.FromObjectAsJson(run, StorageJson.Options), visibleAfter: null, cancellationToken);
        }

        await schedules.CompleteAsync(pending, cancellationToken);
    }

    [LoggerMessage(1701, LogLevel.Information, "The schedule of {OwnerId} was due at {DueAt:u} ({Missed} missed); next at {Next:u}.")]
    private partial void LogTaken(string ownerId, DateTime dueAt, int missed, DateTime? next);

    [LoggerMessage(1702, LogLevel.Information, "{OwnerId} does not exist any more; its schedule is deleted.")]
    private partial void LogOrphan(string ownerId);

    [LoggerMessage(1703, LogLevel.Error, "The schedule of {OwnerId} is due and could not be taken; it is tried again in a minute.")]
    private partial void LogNotTaken(string ownerId, Exception exception);

    [LoggerMessage(1704, LogLevel.Error, "What is due for {Key} could not be sent on its way; it is tried again in a minute.")]
    private partial void LogNotSent(string key, Exception exception);
}
