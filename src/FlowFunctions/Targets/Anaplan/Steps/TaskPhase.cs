using System.Net;
using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>
/// Runs an action as a task, once: the intent is stored before the request, and the task's id before the wait. A start whose answer was lost is looked up in the
/// action's list of tasks. Of a task there the documentation gives the id, the state and the time of its creation, and not who started it (https://anaplanbulkapi20.docs.apiary.io, "Retrieve the tasks
/// of an import"); nor does it say whether the list has those that have ended. So a task is ours if it is the only one that came to be while we asked; if there are others, or if there is none
/// and the list may not show it, the step ends as a failure that says what may have happened: data that was loaded twice is worse than a look into the model. An export, which changes nothing,
/// is simply started again.
/// </summary>
internal sealed class TaskPhase(AnaplanApi api, DumpSaver dumps, IOptions<AnaplanOptions> options, TimeProvider time)
{
    /// <summary>What a planner is to do before anything loads again.</summary>
    public const string MayHaveRun = "Its data may have been loaded: look into the model before you run the step again.";

    /// <summary>From the loss of a start's answer to another start: by then the list shows the task, if there is one.</summary>
    private static readonly TimeSpan LookUpFor = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A request that took longer was taken by something that may go on with it, such as a model that is being opened: it may start its task long after it was given up, and has no other beside it.
    /// </summary>
    private static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(10);

    /// <summary>From the loss of such a request to the end of the step: so long its task is looked for.</summary>
    private static readonly TimeSpan LookUpSlowFor = TimeSpan.FromMinutes(5);

    /// <summary>Of requests to start one task, each <see cref="LookUpFor"/> or more after the one before it: about two minutes.</summary>
    private const int MaximumStarts = 10;

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(2);

    /// <summary>By which the service's clock may differ from ours for a task to have come to be while we asked.</summary>
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromSeconds(1);

    /// <summary>From the intent to the request's end where nobody saw that, because the process ended.</summary>
    private static readonly TimeSpan StartTakes = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan LookForOthersAfter = TimeSpan.FromSeconds(10);

    /// <summary>From a start to the time at which a task that is not there yet is one that is missing.</summary>
    private static readonly TimeSpan UnknownFor = TimeSpan.FromMinutes(1);

    /// <summary>From the time at which a task was first missing to its end.</summary>
    private static readonly TimeSpan MissingFor = TimeSpan.FromMinutes(10);

    /// <summary>From a task's end to the time at which its outcome no longer waits for its dumps: the model is not to be held for their sake.</summary>
    private static readonly TimeSpan DumpsFor = TimeSpan.FromMinutes(3);

    /// <summary>From the time at which a task was first seen complete without a result.</summary>
    private static readonly TimeSpan ResultWithin = TimeSpan.FromMinutes(1);

    /// <summary>From a task's cancellation to the time at which it is left to end by itself; under what the target gives to the whole of it.</summary>
    private static readonly TimeSpan CancelledWithin = TimeSpan.FromSeconds(3);

    /// <summary>
    /// From a start on, in which a task is asked for every second: most are short. After that Anaplan's guides ask every 5 seconds or less often
    /// (https://help.anaplan.com, "Integration API: best practices").
    /// </summary>
    private static readonly TimeSpan OftenFor = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan ShortestPoll = BackOff.Shortest;
    private static readonly TimeSpan ShortestLaterPoll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(10);

    /// <summary>Of a task whose integration takes long; its end is seen at most a fortieth of that time late.</summary>
    private static readonly TimeSpan LongestPollOfLongTask = TimeSpan.FromMinutes(1);

    /// <returns>Null when the task has ended and the step goes on; otherwise what the step's caller gets.</returns>
    public async Task<TargetReply?> RunAsync(Leg leg, string actionId, CancellationToken cancellationToken)
    {
        var action = ActionOf(leg.Model, actionId);
        if (leg.State.Task is null)
        {
            if (await PrepareAsync(leg, action, earlierStarts: 0, cancellationToken) is { } wait)
            {
                return wait;
            }

            await StartAsync(leg, action, before: null, cancellationToken);
        }
        else if (leg.State.Task.TaskId is null && await FindLostAsync(leg, action, cancellationToken) is { } pause)
        {
            return pause;
        }

        return await FollowAsync(leg, action, leg.State.Task!, cancellationToken);
    }

    /// <summary>Cancels the task, if there is one that is ours for sure, and looks whether it ended so: one that had done its work before cannot be cancelled any more.</summary>
    /// <returns>Null where there is none, or it was cancelled; otherwise what goes on, or has been done, for all that is known.</returns>
    public async Task<string?> CancelAsync(ModelAddress model, string actionId, TaskProgress task, CancellationToken cancellationToken)
    {
        var action = ActionOf(model, actionId);
        if (task.TaskId is null)
        {
            var (tasks, isTold) = await FindAsync(action, task, cancellationToken);
            task = task with { TaskId = Suspect(tasks, task, out var isOurs)?.TaskId, IsSuspected = !isOurs, ListShowsEnded = isTold };
        }

        if (action.Kind == ActionKind.Export && (task.TaskId is null || task.IsSuspected))
        {
            // It changes nothing, whosever it is.
            return null;
        }

        if (task is { TaskId: { } suspected, IsSuspected: true })
        {
            return $"The task {suspected} of {action} may be this step's or another user's, and was left alone.";
        }

        if (task.TaskId is { } taskId)
        {
            return await EndTaskAsync(action, taskId, cancellationToken);
        }

        return task.ListShowsEnded && !IsSlow(task) && IsLookedFor(task) ? null : $"Whether {action} was started is not known. {MayHaveRun}";
    }

    /// <returns>Null where the task was cancelled before it was done, or did nothing.</returns>
    private async Task<string?> EndTaskAsync(ModelAction action, string taskId, CancellationToken cancellationToken)
    {
        AnaplanException? refusal = null;
        try
        {
            await api.CancelTaskAsync(action, taskId, cancellationToken);
        }
        catch (AnaplanException fault) when (!fault.MayHaveArrived && fault.Status is not null)
        {
            // Of one that has ended, too: its state tells.
            refusal = fault;
        }

        var since = time.GetTimestamp();
        while (true)
        {
            switch (await api.GetTaskAsync(action, taskId, cancellationToken))
            {
                case { State: ModelTaskState.Cancelled or ModelTaskState.Failed or ModelTaskState.Complete } when action.Kind == ActionKind.Export:
                case { State: ModelTaskState.Cancelled or ModelTaskState.Failed, Result: null } when action.Kind != ActionKind.Process:
                case { State: ModelTaskState.Cancelled or ModelTaskState.Failed or ModelTaskState.Complete, Result: { } result } when !HasLoaded(action, result):
                    return null;
                case { State: ModelTaskState.Cancelled or ModelTaskState.Failed }:
                    return $"The task {taskId} of {action} has ended; what its actions had done by then stays. {MayHaveRun}";
                case { State: ModelTaskState.Complete }:
                    return $"The task {taskId} of {action} had ended before it could be cancelled. {MayHaveRun}";
                case var _ when refusal is not null:
                    return refusal.Message;
                case var _ when time.GetElapsedTime(since) >= CancelledWithin:
                    return $"The task {taskId} of {action} was told to end, and goes on so far.";
            }

            await Task.Delay(ShortestPoll, time, cancellationToken);
        }
    }

    private static string Suspicion(ModelAction action, string taskId) =>
        $"Whether {action} was started is not known: its request had no answer. The task {taskId} may be the one, or another user's.";

    private static ModelAction ActionOf(ModelAddress model, string actionId) =>
        ModelAction.TryParseKind(actionId, out var kind) ? new(model, actionId, kind) : throw new InvalidOperationException($"{actionId} is no action.");

    /// <summary>Before anything is changed that a task of the action may be reading.</summary>
    /// <returns>Null when none runs, whosever; otherwise the pause.</returns>
    public async Task<TargetReply?> WaitForOthersAsync(Leg leg, string actionId, CancellationToken cancellationToken)
    {
        var action = ActionOf(leg.Model, actionId);
        return await WaitForOthersAsync(leg, action, await PresentAsync(action, cancellationToken), cancellationToken);
    }

    private static async Task<TargetReply?> WaitForOthersAsync(Leg leg, ModelAction action, IReadOnlyList<ListedTask> present, CancellationToken cancellationToken)
    {
        if (present.FirstOrDefault(task => task.IsRunning) is not { } other)
        {
            return null;
        }

        if (leg.State.BusySince is not null)
        {
            // What it was busy with is known.
            await leg.SaveAsync(leg.State with { BusySince = null }, null, null, cancellationToken);
        }

        return leg.Pause(LookForOthersAfter, message: $"Waiting for the task {other.TaskId} of {action}, which runs already");
    }

    /// <summary>None where the service knows no such list: whether the action is there, its start tells.</summary>
    private async Task<IReadOnlyList<ListedTask>> PresentAsync(ModelAction action, CancellationToken cancellationToken)
    {
        try
        {
            return await api.ListTasksAsync(action, cancellationToken);
        }
        catch (AnaplanException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            return [];
        }
    }

    /// <returns>Null when the action may be started; the pause for as long as a task of it runs, whosever it is: two would load at once.</returns>
    private async Task<TargetReply?> PrepareAsync(Leg leg, ModelAction action, int earlierStarts, CancellationToken cancellationToken)
    {
        var present = await PresentAsync(action, cancellationToken);
        if (await WaitForOthersAsync(leg, action, present, cancellationToken) is { } wait)
        {
            return wait;
        }

        var latest = present.OrderByDescending(task => task.CreationTime ?? DateTimeOffset.MaxValue).Take(TaskProgress.MaximumKnown).ToList();
        var intent = new TaskProgress
        {
            AskedAt = time.GetUtcNow(),
            Starts = earlierStarts + 1,
            Known = [.. latest.Select(task => task.TaskId)],
            KnownUntil = present.Max(task => task.CreationTime),
            ListShowsEnded = present.Any(task => task.HasEnded),
        };
        await leg.SaveAsync(leg.State with { Task = intent }, 0, "Starting", cancellationToken);
        return null;
    }

    /// <param name="leg">With the intent, stored.</param>
    /// <param name="action">The action.</param>
    /// <param name="before">The intent of an earlier request whose fate is not known; null for the first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private async Task StartAsync(Leg leg, ModelAction action, TaskProgress? before, CancellationToken cancellationToken)
    {
        string taskId;
        try
        {
            taskId = await api.StartTaskAsync(action, cancellationToken);
        }
        catch (AnaplanException fault) when ((fault.IsBusy || fault.IsTransient) && !fault.MayHaveArrived)
        {
            // Not taken, for sure: asked for anew later, as if it had not been. What keeps the model busy may be what an earlier request has started.
            await leg.SaveAsync(leg.State with { Task = before }, null, null, cancellationToken);
            throw;
        }
        catch (AnaplanException fault) when (fault.MayHaveArrived)
        {
            await leg.SaveAsync(leg.State with { Task = leg.State.Task! with { Fault = fault.Message, WasBusy = fault.IsBusy, LostAt = time.GetUtcNow() } }, null, null, cancellationToken);
            throw;
        }
        catch (OperationCanceledException)
        {
            // The step's time is over, or the host stops: how long the request had taken tells what it may still do.
            await leg.SaveAsync(leg.State with { Task = leg.State.Task! with { LostAt = time.GetUtcNow() } }, null, null, CancellationToken.None);
            throw;
        }

        await leg.SaveAsync(leg.State with { Task = leg.State.Task! with { TaskId = taskId }, BusySince = null }, 0, "Started", cancellationToken);
    }

    /// <returns>Null when the task is known; otherwise the pause until it is looked for again.</returns>
    private async Task<TargetReply?> FindLostAsync(Leg leg, ModelAction action, CancellationToken cancellationToken)
    {
        var intent = leg.State.Task!;
        IReadOnlyList<ListedTask> tasks;
        bool isTold;
        try
        {
            (tasks, isTold) = await FindAsync(action, intent, cancellationToken);
        }
        catch (AnaplanException fault) when (!fault.IsTransient && !fault.IsBusy && action.Kind != ActionKind.Export)
        {
            // Whatever it is, a task that was started does not know of it.
            return new TargetReply.Unavailable($"{fault.Message} Whether {action} was started is looked for again.", fault.ErrorCode, RetryAfter: null, IsTaskRunning: true);
        }

        var mayRepeat = leg.Work.Idempotent || action.Kind == ActionKind.Export;
        if (Suspect(tasks, intent, out var isOurs) is { } found && (isOurs || !mayRepeat))
        {
            await leg.SaveAsync(leg.State with { Task = intent with { TaskId = found.TaskId, IsSuspected = !isOurs } }, null, "Started", cancellationToken);
            return null;
        }

        if (!IsLookedFor(intent))
        {
            return leg.Pause(LookAgainAfter, message: intent.Fault ?? "Looking whether the task was started");
        }

        if (!mayRepeat && (!isTold || IsSlow(intent)))
        {
            var why = IsSlow(intent)
                ? $"its request had no answer for {DurationWords.Of(intent.LostAt!.Value - intent.AskedAt)}, and may still be carried out."
                : "its request had no answer, and Anaplan's list of its tasks, which has shown none that had ended, need not show this one.";
            throw new AnaplanException(RunErrorCodes.RejectedByTarget, $"Whether {action} was started is not known: {why} {MayHaveRun}{Because(intent)}") { IsOutcomeUnknown = true };
        }

        if (intent.WasBusy)
        {
            // A maintenance, and it is over when it is over: nothing was started, as the list shows by now, and is asked for anew.
            await leg.SaveAsync(leg.State with { Task = null }, null, null, cancellationToken);
            throw new AnaplanException(RunErrorCodes.RejectedByTarget, intent.Fault!) { Status = HttpStatusCode.ServiceUnavailable, IsTransient = true };
        }

        if (intent.Starts >= MaximumStarts)
        {
            throw new AnaplanException(
                RunErrorCodes.RejectedByTarget, $"Anaplan answered none of {intent.Starts} requests to start {action} of {action.Model}.{Because(intent)} Run the step again when that is over.");
        }

        if (mayRepeat)
        {
            // Whosever the tasks are that came to be meanwhile, and whatever they did: once none of them runs the action may run again.
            await leg.SaveAsync(leg.State with { Task = null }, null, null, cancellationToken);
            if (await PrepareAsync(leg, action, intent.Starts, cancellationToken) is { } wait)
            {
                return wait;
            }

            await StartAsync(leg, action, before: null, cancellationToken);
            return null;
        }

        await leg.SaveAsync(leg.State with { Task = intent with { AskedAt = time.GetUtcNow(), LostAt = null, Starts = intent.Starts + 1 } }, null, null, cancellationToken);
        await StartAsync(leg, action, intent, cancellationToken);
        return null;
    }

    private static string Because(TaskProgress intent) => intent.Fault is { } fault ? " " + fault : "";

    /// <summary>How long it took until a start's answer was given up; from the process' end nothing is known.</summary>
    private static bool IsSlow(TaskProgress intent) => intent.LostAt - intent.AskedAt >= SlowAfter;

    /// <summary>Whether a task that the list does not show by now was not started, if the list can be trusted.</summary>
    private bool IsLookedFor(TaskProgress intent) => time.GetUtcNow() >= (intent.LostAt is { } lost
        ? lost + (IsSlow(intent) ? LookUpSlowFor : LookUpFor)
        : intent.AskedAt + LookUpFor + options.Value.RequestTimeout);

    /// <summary>The action's tasks that were not there before the intent, in the order in which they came to be; and whether the list can be trusted to have one that had ended.</summary>
    private async Task<(IReadOnlyList<ListedTask> Tasks, bool IsTold)> FindAsync(ModelAction action, TaskProgress intent, CancellationToken cancellationToken)
    {
        var known = intent.Known.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var listed = intent.ListShowsEnded ? await api.ListTasksAsync(action, cancellationToken) : await PresentAsync(action, cancellationToken);
        return (
            [.. listed.Where(task => !known.Contains(task.TaskId) && !(task.CreationTime < intent.KnownUntil)).OrderBy(task => task.CreationTime ?? DateTimeOffset.MaxValue)],
            intent.ListShowsEnded && listed.Any(task => known.Contains(task.TaskId)));
    }

    /// <summary>The task that may be ours, of those that came to be since the intent; null where there is none.</summary>
    /// <param name="tasks">From <see cref="FindAsync"/>.</param>
    /// <param name="intent">What was asked.</param>
    /// <param name="isOurs">Whether it is ours as far as can be known: the only one, and of the seconds in which we asked.</param>
    private static ListedTask? Suspect(IReadOnlyList<ListedTask> tasks, TaskProgress intent, out bool isOurs)
    {
        var (from, until) = (intent.AskedAt - ClocksDiffer, (intent.LostAt ?? intent.AskedAt + StartTakes) + ClocksDiffer);
        var timely = tasks.Where(task => task.CreationTime is null || (task.CreationTime >= from && task.CreationTime <= until)).ToList();
        isOurs = tasks.Count == 1 && timely.Count == 1 && !IsSlow(intent);
        return timely is [var suspect, ..] ? suspect : tasks is [var first, ..] ? first : null;
    }

    private async Task<TargetReply?> FollowAsync(Leg leg, ModelAction action, TaskProgress known, CancellationToken cancellationToken)
    {
        ModelTask task;
        try
        {
            task = await api.GetTaskAsync(action, known.TaskId!, cancellationToken);
        }
        catch (AnaplanException gone) when (gone.Status == HttpStatusCode.NotFound)
        {
            return await MissAsync(leg, action, known, gone, cancellationToken);
        }
        catch (AnaplanException fault) when (!fault.IsTransient)
        {
            // Whatever it is, the task does not know of it: it may be running, and ends only by an answer that says so, or with the step's time.
            return new TargetReply.Unavailable(RunsOn(fault, known), fault.ErrorCode, RetryAfter: null, IsTaskRunning: true);
        }

        if (known.MissingSince is not null)
        {
            await leg.SaveAsync(leg.State with { Task = known = known with { MissingSince = null } }, null, null, cancellationToken);
        }

        switch (task.State)
        {
            case ModelTaskState.Complete or ModelTaskState.Failed when task.Result is { } result:
                return await EndAsync(leg, action, known.TaskId!, task.State == ModelTaskState.Failed ? result with { Successful = false } : result, cancellationToken);
            case ModelTaskState.Failed:
                return leg.State.Outcome.FailedWith(
                    RunErrorCodes.StepFailed,
                    $"The task {known.TaskId} of {action} failed in Anaplan, which gives no reason. Look at the action's history there, then run the step again.{PartsOf(action)}",
                    isUnknown: action.Kind == ActionKind.Process);
            case ModelTaskState.Complete:
                return await WaitForResultAsync(leg, action, known, cancellationToken);
            case ModelTaskState.Cancelled when known.IsSuspected:
                return leg.State.Outcome.FailedWith(RunErrorCodes.StepFailed, $"{Suspicion(action, known.TaskId!)} It was cancelled. {MayHaveRun}", isUnknown: true);
            case ModelTaskState.Cancelled:
                return leg.State.Outcome.FailedWith(
                    RunErrorCodes.StepFailed, $"The task of {action} was cancelled in Anaplan. Run the step again if that was not meant.{PartsOf(action)}", isUnknown: action.Kind == ActionKind.Process);
            default:
                return leg.Pause(PollAfter(known, leg.Work.PastDuration), task.Progress, task.CurrentStep);
        }
    }

    /// <summary>A process that ends midway has done what its actions had done by then.</summary>
    private static string PartsOf(ModelAction action) => action.Kind == ActionKind.Process ? $" What its actions had done by then stays. {MayHaveRun}" : "";

    private static string RiskOf(ModelAction action) => action.Kind == ActionKind.Export ? "Run the step again." : MayHaveRun;

    private static string RunsOn(AnaplanException fault, TaskProgress known) => $"{fault.Message} The task {known.TaskId} may run on, and is asked for again.";

    /// <summary>A task that is not there may be one that is not there yet, or behind something that is away; one that stays missing is gone, such as with a model that was restored.</summary>
    private async Task<TargetReply> MissAsync(Leg leg, ModelAction action, TaskProgress known, AnaplanException gone, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - known.AskedAt < UnknownFor)
        {
            return leg.Pause(PollAfter(known, pastDuration: null));
        }

        if (known.MissingSince is null)
        {
            await leg.SaveAsync(leg.State with { Task = known with { MissingSince = now } }, null, null, cancellationToken);
        }

        return now - leg.State.Task!.MissingSince < MissingFor
            ? new TargetReply.Unavailable(RunsOn(gone, known), gone.ErrorCode, RetryAfter: null, IsTaskRunning: true)
            : leg.State.Outcome.FailedWith(
                RunErrorCodes.StepFailed, $"Anaplan does not know the task {known.TaskId} of {action} any more, for {DurationWords.Of(MissingFor)}. {RiskOf(action)}", isUnknown: action.Kind != ActionKind.Export);
    }

    /// <summary>A task that is complete without a result may get it a moment later. One that does not has done what nobody knows.</summary>
    private async Task<TargetReply> WaitForResultAsync(Leg leg, ModelAction action, TaskProgress known, CancellationToken cancellationToken)
    {
        if (known.EndedAt is null)
        {
            await leg.SaveAsync(leg.State with { Task = known with { EndedAt = time.GetUtcNow() } }, 1, "Complete; waiting for its result", cancellationToken);
        }

        return time.GetUtcNow() - leg.State.Task!.EndedAt < ResultWithin
            ? leg.Pause(PollAfter(known, pastDuration: null))
            : leg.State.Outcome.FailedWith(
                RunErrorCodes.StepFailed,
                $"The task {known.TaskId} of {action} is complete, and Anaplan does not say with what result. {RiskOf(action)}", isUnknown: action.Kind != ActionKind.Export);
    }

    private async Task<TargetReply?> EndAsync(Leg leg, ModelAction action, string taskId, ModelTaskResult result, CancellationToken cancellationToken)
    {
        var end = TaskOutcome.Of(action, result);
        if (leg.State.Task!.IsSuspected)
        {
            return leg.State.Outcome.FailedWith(RunErrorCodes.StepFailed, $"{Suspicion(action, taskId)} It ended: {end.Message}. {MayHaveRun}", isUnknown: true);
        }

        if (end.Dumps.Count > 0 && leg.State.Task!.EndedAt is null)
        {
            await leg.SaveAsync(leg.State with { Task = leg.State.Task with { EndedAt = time.GetUtcNow() } }, 1, "Fetching the rejected rows", cancellationToken);
        }

        var isLastTry = time.GetUtcNow() - leg.State.Task!.EndedAt > DumpsFor;
        var saved = await dumps.SaveAsync(leg.Call, action, taskId, end, isLastTry, cancellationToken);
        var outcome = leg.State.Outcome.With(end.Kind, end.Message, FaultsOf(end, action, taskId, saved));
        outcome = outcome with { HasLoaded = outcome.HasLoaded || HasLoaded(action, result) };
        if (end.Kind == StepOutcomeKind.Failure)
        {
            return outcome.ToReply();
        }

        await leg.SaveAsync(leg.State.NextStage() with { Outcome = outcome, TaskEndedAt = time.GetUtcNow() }, null, null, cancellationToken);
        return null;
    }

    /// <summary>An import that fails loads nothing; a process that fails has done what its actions had done by then.</summary>
    private static bool HasLoaded(ModelAction action, ModelTaskResult result) =>
        action.Kind != ActionKind.Export && (result.Successful || result.NestedResults.Any(nested => HasLoaded(action, nested)));

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
    /// <param name="task">That is asked for.</param>
    /// <param name="pastDuration">Of its integration; null where that is not known.</param>
    private TimeSpan PollAfter(TaskProgress task, TimeSpan? pastDuration)
    {
        var taken = time.GetUtcNow() - task.AskedAt;
        if (taken < OftenFor)
        {
            return ShortestPoll;
        }

        var longest = pastDuration / 40 is { } part && part > LongestPoll ? (part < LongestPollOfLongTask ? part : LongestPollOfLongTask) : LongestPoll;
        var eighth = taken / 8;
        return eighth < ShortestLaterPoll ? ShortestLaterPoll : eighth > longest ? longest : eighth;
    }
}
