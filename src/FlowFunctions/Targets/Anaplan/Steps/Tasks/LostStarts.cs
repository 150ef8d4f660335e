using System.Net;
using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>Finds out what became of a start whose answer was lost: its task is found, or it is repeated where that does no harm, or nobody can tell and the step ends. Thread-safe.</summary>
internal sealed class LostStarts(TaskStarter starter, TaskSearch search, TimeProvider time)
{
    /// <summary>Of requests to start one task that may run twice: about two minutes.</summary>
    private const int MaximumStarts = 10;

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(2);

    /// <returns>Null when the task is known; otherwise the pause until it is looked for again.</returns>
    public async Task<TargetReply?> FindAsync(Leg leg, ModelAction action, CancellationToken cancellationToken)
    {
        var intent = leg.State.Task!;
        IReadOnlyList<ListedTask> tasks;
        bool isTold;
        try
        {
            (tasks, isTold) = await search.FindAsync(action, intent, cancellationToken);
        }
        catch (AnaplanException fault) when (!fault.IsTransient && !fault.IsBusy && action.Kind != ActionKind.Export)
        {
            // Whatever it is, a task that was started does not know of it.
            return new TargetReply.Unavailable($"{fault.Message} Whether {action} was started is looked for again.", fault.ErrorCode, RetryAfter: null, IsTaskRunning: true);
        }

        var mayRepeat = leg.Work.Idempotent || action.Kind == ActionKind.Export;
        if (TaskSearch.Suspect(tasks, intent, out var isOurs) is { } found && (!mayRepeat || (isOurs && action.Kind == ActionKind.Export)))
        {
            await leg.SaveAsync(leg.State with { Task = intent with { TaskId = found.TaskId, IsFound = true, IsSuspected = !isOurs } }, null, "Started", cancellationToken);
            return null;
        }

        if (!search.IsLookedFor(intent, mayRepeat))
        {
            return leg.Pause(LookAgainAfter, message: intent.Fault ?? "Looking whether the task was started");
        }

        if (!mayRepeat && (!intent.WasBusy || !isTold || TaskSearch.IsSlow(intent)))
        {
            var why = TaskSearch.IsSlow(intent)
                ? $"its request had no answer{(intent.LostAt is { } lost ? $" for {DurationWords.Of(lost - intent.AskedAt)}" : "")}, and may still be carried out."
                : isTold ? $"its request had no answer, and Anaplan's list of its tasks shows none {DurationWords.Of(time.GetUtcNow() - intent.AskedAt)} later, but it may still be carried out."
                : "its request had no answer, and Anaplan's list of its tasks, which has shown none that had ended, need not show this one.";
            throw new AnaplanException(RunErrorCodes.RejectedByTarget, $"Whether {action} was started is not known: {why} {TaskWords.MayHaveRun}{Because(intent)}") { IsOutcomeUnknown = true };
        }

        if (leg.State.HasLostTurn)
        {
            await leg.SaveAsync(leg.BackToFiles(), null, null, cancellationToken);
            return leg.Pause(TimeSpan.Zero);
        }

        if (intent.WasBusy && leg.State.BusySince is null)
        {
            // A maintenance, and it is over when it is over: nothing was started, as the list shows by now, and is asked for again.
            throw new AnaplanException(RunErrorCodes.RejectedByTarget, intent.Fault!) { Status = HttpStatusCode.ServiceUnavailable, IsTransient = true };
        }

        if (intent.Starts >= MaximumStarts && !intent.WasBusy)
        {
            throw new AnaplanException(
                RunErrorCodes.RejectedByTarget, $"Anaplan answered none of {intent.Starts} requests to start {action} of {action.Model}.{Because(intent)} Run the step again when that is over.");
        }

        if (mayRepeat)
        {
            // Whosever the tasks are that came to be meanwhile, and whatever they did: once none of them runs the action may run again.
            await leg.SaveAsync(leg.State with { Task = null }, null, null, cancellationToken);
            return await starter.StartAsync(leg, action, intent.Starts, cancellationToken);
        }

        await starter.StartAsync(leg, action, intent with { LostAt = null, WasBusy = false, Starts = intent.Starts + 1 }, cancellationToken);
        return null;
    }

    private static string Because(TaskProgress intent) => intent.Fault is { } fault ? " " + fault : "";
}
