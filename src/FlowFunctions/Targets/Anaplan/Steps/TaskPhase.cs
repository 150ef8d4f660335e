using System.Net;
using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>
/// Runs an action as a task, once: the intent is stored before the request, and the task's id before the wait. A start whose answer was lost is looked up in the
/// action's list of tasks before another one is posted.
/// </summary>
internal sealed class TaskPhase(AnaplanApi api, DumpSaver dumps, TimeProvider time)
{
    /// <summary>From a start whose answer was lost to another one: by then the list shows the task, if there is one.</summary>
    private static readonly TimeSpan LookUpFor = TimeSpan.FromSeconds(10);

    /// <summary>Of requests to start one task, each <see cref="LookUpFor"/> or more after the one before it: about two minutes.</summary>
    private const int MaximumStarts = 10;

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(2);

    /// <summary>From a start to the first time at which an unknown task is a lost one.</summary>
    private static readonly TimeSpan UnknownFor = TimeSpan.FromMinutes(1);

    /// <summary>From a task's end to the time at which its outcome no longer waits for its dumps: the model is not to be held for their sake.</summary>
    private static readonly TimeSpan DumpsFor = TimeSpan.FromMinutes(3);

    /// <summary>From the time at which a task was first seen complete without a result.</summary>
    private static readonly TimeSpan ResultWithin = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ShortestPoll = BackOff.Shortest;
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(10);

    /// <returns>Null when the task has ended and the step goes on; otherwise what the step's caller gets.</returns>
    public async Task<TargetReply?> RunAsync(Leg leg, string actionId, CancellationToken cancellationToken)
    {
        var action = ActionOf(leg.Model, actionId);
        if (leg.State.Task is null)
        {
            await PrepareAsync(leg, action, cancellationToken);
            await StartAsync(leg, action, cancellationToken);
        }
        else if (leg.State.Task.TaskId is null && await FindLostAsync(leg, action, cancellationToken) is { } pause)
        {
            return pause;
        }

        return await FollowAsync(leg, action, leg.State.Task!, cancellationToken);
    }

    /// <summary>Cancels the task, if there is one.</summary>
    public async Task CancelAsync(ModelAddress model, string actionId, TaskProgress task, CancellationToken cancellationToken)
    {
        var action = ActionOf(model, actionId);
        if ((task.TaskId ?? await FindAsync(action, task, cancellationToken)) is { } taskId)
        {
            await api.CancelTaskAsync(action, taskId, cancellationToken);
        }
    }

    private static ModelAction ActionOf(ModelAddress model, string actionId) =>
        ModelAction.TryParseKind(actionId, out var kind) ? new(model, actionId, kind) : throw new InvalidOperationException($"{actionId} is no action.");

    private async Task PrepareAsync(Leg leg, ModelAction action, CancellationToken cancellationToken)
    {
        var present = await api.ListTasksAsync(action, cancellationToken);
        var latest = present.OrderByDescending(task => task.CreationTime ?? DateTimeOffset.MaxValue).Take(TaskProgress.MaximumKnown).ToList();
        var intent = new TaskProgress
        {
            AskedAt = time.GetUtcNow(),
            Known = [.. latest.Select(task => task.TaskId)],
            KnownUntil = present.Max(task => task.CreationTime),
        };
        await leg.SaveAsync(leg.State with { Task = intent }, 0, "Starting", cancellationToken);
    }

    private async Task StartAsync(Leg leg, ModelAction action, CancellationToken cancellationToken)
    {
        string taskId;
        try
        {
            taskId = await api.StartTaskAsync(action, cancellationToken);
        }
        catch (AnaplanException fault) when (fault.IsTransient || fault.MayHaveArrived)
        {
            await leg.SaveAsync(leg.State with { Task = leg.State.Task! with { Fault = fault.Message } }, null, null, cancellationToken);
            throw;
        }

        await leg.SaveAsync(leg.State with { Task = leg.State.Task! with { TaskId = taskId } }, 0, "Started", cancellationToken);
    }

    /// <returns>Null when the task is known; otherwise the pause until it is looked for again.</returns>
    private async Task<TargetReply?> FindLostAsync(Leg leg, ModelAction action, CancellationToken cancellationToken)
    {
        var intent = leg.State.Task!;
        if (await FindAsync(action, intent, cancellationToken) is { } taskId)
        {
            await leg.SaveAsync(leg.State with { Task = intent with { TaskId = taskId } }, null, "Started", cancellationToken);
            return null;
        }

        if (time.GetUtcNow() - intent.AskedAt < LookUpFor)
        {
            return leg.Pause(LookAgainAfter, message: intent.Fault ?? "Looking whether the task was started");
        }

        if (intent.Starts >= MaximumStarts)
        {
            var why = intent.Fault is { } fault ? " " + fault : "";
            throw new AnaplanException(
                RunErrorCodes.RejectedByTarget, $"Anaplan took none of {intent.Starts} requests to start {action} of {action.Model}.{why} Run the step again when that is over.");
        }

        await leg.SaveAsync(leg.State with { Task = intent with { AskedAt = time.GetUtcNow(), Starts = intent.Starts + 1 } }, null, null, cancellationToken);
        await StartAsync(leg, action, cancellationToken);
        return null;
    }

    /// <summary>The action's first task that was not there before the intent; null where there is none.</summary>
    private async Task<string?> FindAsync(ModelAction action, TaskProgress intent, CancellationToken cancellationToken)
    {
        var known = intent.Known.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return (await api.ListTasksAsync(action, cancellationToken))
            .Where(task => !known.Contains(task.TaskId) && !(task.CreationTime < intent.KnownUntil))
            .MinBy(task => task.CreationTime ?? DateTimeOffset.MaxValue)?.TaskId;
    }

    private async Task<TargetReply?> FollowAsync(Leg leg, ModelAction action, TaskProgress known, CancellationToken cancellationToken)
    {
        ModelTask task;
        try
        {
            task = await api.GetTaskAsync(action, known.TaskId!, cancellationToken);
        }
        catch (AnaplanException exception) when (exception.Status == HttpStatusCode.NotFound && time.GetUtcNow() - known.AskedAt < UnknownFor)
        {
            return leg.Pause(LookAgainAfter);
        }
        catch (AnaplanException fault) when (!fault.IsTransient)
        {
            // Whatever it is, the task does not know of it: it may be running, and ends only by an answer that says so, or with the step's time.
            return new TargetReply.Unavailable($"{fault.Message} The task {known.TaskId} may run on, and is asked for again.", fault.ErrorCode, fault.RetryAfter, IsTaskRunning: true);
        }

        switch (task.State)
        {
            case ModelTaskState.Complete or ModelTaskState.Failed when task.Result is { } result:
                return await EndAsync(leg, action, known.TaskId!, task.State == ModelTaskState.Failed ? result with { Successful = false } : result, cancellationToken);
            case ModelTaskState.Failed:
                return leg.State.Outcome.FailedWith(RunErrorCodes.StepFailed, $"The task {known.TaskId} of {action} failed in Anaplan, which gives no reason. Look at the action's history there, then run the step again.");
            case ModelTaskState.Complete:
                return await WaitForResultAsync(leg, action, known, cancellationToken);
            case ModelTaskState.Cancelled:
                return leg.State.Outcome.FailedWith(RunErrorCodes.StepFailed, $"The task of {action} was cancelled in Anaplan. Run the step again if that was not meant.");
            default:
                return leg.Pause(PollAfter(known), task.Progress, task.CurrentStep);
        }
    }

    /// <summary>A task that is complete without a result may get it a moment later. One that does not has done what nobody knows.</summary>
    private async Task<TargetReply> WaitForResultAsync(Leg leg, ModelAction action, TaskProgress known, CancellationToken cancellationToken)
    {
        if (known.EndedAt is null)
        {
            await leg.SaveAsync(leg.State with { Task = known with { EndedAt = time.GetUtcNow() } }, 1, "Complete; waiting for its result", cancellationToken);
        }

        return time.GetUtcNow() - leg.State.Task!.EndedAt < ResultWithin
            ? leg.Pause(LookAgainAfter)
            : leg.State.Outcome.FailedWith(
                RunErrorCodes.StepFailed,
                $"The task {known.TaskId} of {action} is complete, and Anaplan does not say with what result: its data may have been loaded. Look into the model before you run the step again.");
    }

    private async Task<TargetReply?> EndAsync(Leg leg, ModelAction action, string taskId, ModelTaskResult result, CancellationToken cancellationToken)
    {
        var end = TaskOutcome.Of(action, result);
        if (end.Dumps.Count > 0 && leg.State.Task!.EndedAt is null)
        {
            await leg.SaveAsync(leg.State with { Task = leg.State.Task with { EndedAt = time.GetUtcNow() } }, 1, "Fetching the rejected rows", cancellationToken);
        }

        var isLastTry = time.GetUtcNow() - leg.State.Task!.EndedAt > DumpsFor;
        var saved = await dumps.SaveAsync(leg.Call, action, taskId, end, isLastTry, cancellationToken);
        var outcome = leg.State.Outcome.With(end.Kind, end.Message, FaultsOf(end, action, taskId, saved));
        if (end.Kind == StepOutcomeKind.Failure)
        {
            return outcome.ToReply();
        }

        await leg.SaveAsync(leg.State.NextStage() with { Outcome = outcome }, null, null, cancellationToken);
        return null;
    }

    private static TaskFaults? FaultsOf(TaskOutcome end, ModelAction action, string taskId, IReadOnlySet<string> dumped) => end.Faults.Count == 0
        ? null
        : new(
            taskId,
            [
                .. end.Faults.GroupBy(fault => fault.ActionId ?? action.Id).Select(of => new ActionFaults(
                    of.Key,
                    of.First().ActionName ?? of.Key,
                    dumped.Contains(of.Key),
                    [.. of.Select(fault => new FaultText(fault.Text, fault.Occurrences, fault.Type, fault.Values))])),
            ]);

    /// <summary>Often at first, for the many that are short; then less and less, because requests are a user's to share.</summary>
    private TimeSpan PollAfter(TaskProgress task)
    {
        var eighth = (time.GetUtcNow() - task.AskedAt) / 8;
        return eighth < ShortestPoll ? ShortestPoll : eighth > LongestPoll ? LongestPoll : eighth;
    }
}
