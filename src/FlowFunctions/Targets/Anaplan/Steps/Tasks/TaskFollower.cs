using System.Net;
using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>Asks for a task until it has ended, whatever is answered meanwhile, and takes what it came to. Thread-safe.</summary>
internal sealed class TaskFollower(AnaplanApi api, TaskSearch search, DumpSaver dumps, TimeProvider time)
{
    /// <summary>From a start to the time at which a task that is not there yet is one that is missing.</summary>
    private static readonly TimeSpan UnknownFor = TimeSpan.FromMinutes(1);

    /// <summary>From the time at which a task was first missing to its end.</summary>
    private static readonly TimeSpan MissingFor = TimeSpan.FromMinutes(10);

    /// <summary>From a task's end to the time at which its outcome no longer waits for its dumps: the model is not to be held for their sake.</summary>
    private static readonly TimeSpan DumpsFor = TimeSpan.FromMinutes(3);

    /// <summary>From the time at which a task was first seen complete without a result.</summary>
    private static readonly TimeSpan ResultWithin = TimeSpan.FromMinutes(1);

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
    public async Task<TargetReply?> FollowAsync(Leg leg, ModelAction action, TaskProgress known, CancellationToken cancellationToken)
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
                    $"The task {known.TaskId} of {action} failed in Anaplan, which gives no reason. Look at the action's history there, then run the step again.{TaskWords.PartsOf(action, known)}",
                    isUnknown: action.Kind == ActionKind.Process || known.IsFound);
            case ModelTaskState.Complete:
                return await WaitForResultAsync(leg, action, known, cancellationToken);
            case ModelTaskState.Cancelled when known.IsSuspected:
                return leg.State.Outcome.FailedWith(RunErrorCodes.StepFailed, $"{TaskWords.Suspicion(action, known.TaskId!)} It was cancelled. {TaskWords.MayHaveRun}", isUnknown: true);
            case ModelTaskState.Cancelled:
                return leg.State.Outcome.FailedWith(
                    RunErrorCodes.StepFailed, $"The task of {action} was cancelled in Anaplan. Run the step again if that was not meant.{TaskWords.PartsOf(action, known)}", isUnknown: action.Kind == ActionKind.Process || known.IsFound);
            default:
                return leg.Pause(PollAfter(known, leg.Work.PastDuration), task.Progress, task.CurrentStep);
        }
    }

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

        if (now - leg.State.Task!.MissingSince < MissingFor)
        {
            return new TargetReply.Unavailable(RunsOn(gone, known), gone.ErrorCode, RetryAfter: null, IsTaskRunning: true);
        }

        var cancelled = known.IsFound ? "" : " " + await CancelMissingAsync(action, known.TaskId!, cancellationToken);
        return leg.State.Outcome.FailedWith(
            RunErrorCodes.StepFailed,
            $"Anaplan does not know the task {known.TaskId} of {action} any more, for {DurationWords.Of(MissingFor)}.{cancelled} {TaskWords.RiskOf(action)}",
            isUnknown: action.Kind != ActionKind.Export);
    }

    /// <summary>One that cannot be seen may run all the same.</summary>
    private async Task<string> CancelMissingAsync(ModelAction action, string taskId, CancellationToken cancellationToken)
    {
        try
        {
            await api.CancelTaskAsync(action, taskId, cancellationToken);
            return "It was told to end, in case it runs.";
        }
        catch (AnaplanException refusal)
        {
            return $"It could not be told to end, in case it runs: {refusal.Message}";
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
            ? leg.Pause(PollAfter(known, pastDuration: null))
            : leg.State.Outcome.FailedWith(
                RunErrorCodes.StepFailed,
                $"The task {known.TaskId} of {action} is complete, and Anaplan does not say with what result. {TaskWords.RiskOf(action)}", isUnknown: action.Kind != ActionKind.Export);
    }

    private async Task<TargetReply?> EndAsync(Leg leg, ModelAction action, string taskId, ModelTaskResult result, CancellationToken cancellationToken)
    {
        var end = TaskOutcome.Of(action, result);
        if (leg.State.Task!.IsSuspected)
        {
            return leg.State.Outcome.FailedWith(RunErrorCodes.StepFailed, $"{TaskWords.Suspicion(action, taskId)} It ended: {end.Message}. {TaskWords.MayHaveRun}", isUnknown: true);
        }

        if (DoubtOf(leg, action, result) is { } doubt)
        {
            return leg.State.Outcome.FailedWith(RunErrorCodes.StepFailed, $"{TaskWords.Suspicion(action, taskId)} {doubt} It ended: {end.Message}. {TaskWords.MayHaveRun}", isUnknown: true);
        }

        if (await OtherOfAsync(leg, action, taskId, cancellationToken) is { } other)
        {
            return leg.State.Outcome.FailedWith(
                RunErrorCodes.StepFailed,
                $"{action} was asked for {leg.State.Task.Starts} times, because answers were lost; its task {taskId} ended: {end.Message}. {other} "
                    + "Its data may have been loaded twice: look into the model before you run the step again.",
                isUnknown: true);
        }

        if (end.Dumps.Count > 0 && leg.State.Task!.EndedAt is null)
        {
            await leg.SaveAsync(leg.State with { Task = leg.State.Task with { EndedAt = time.GetUtcNow() } }, 1, "Fetching the rejected rows", cancellationToken);
        }

        var isLastTry = time.GetUtcNow() - leg.State.Task!.EndedAt > DumpsFor;
        var saved = await dumps.SaveAsync(leg.Call, action, taskId, end, isLastTry, cancellationToken);
        var outcome = leg.State.Outcome.With(end.Kind, end.Message, FaultsOf(end, action, taskId, saved));
        outcome = outcome with { HasLoaded = outcome.HasLoaded || TaskOutcome.HasLoaded(action, result) || (leg.State.Task.IsFound && action.Kind != ActionKind.Export) };
        if (end.Kind == StepOutcomeKind.Failure)
        {
            return outcome.ToReply();
        }

        await leg.SaveAsync(leg.State.NextStage() with { Outcome = outcome, TaskEndedAt = time.GetUtcNow(), Rows = new Dictionary<string, long?>() }, null, null, cancellationToken);
        return null;
    }

    /// <summary>What else may have come of a start that was asked for more than once; null where nothing has, or it does no harm.</summary>
    private async Task<string?> OtherOfAsync(Leg leg, ModelAction action, string taskId, CancellationToken cancellationToken)
    {
        if (leg.State.Task!.Starts <= 1 || leg.Work.Idempotent || action.Kind == ActionKind.Export)
        {
            return null;
        }

        try
        {
            var (tasks, _) = await search.FindAsync(action, leg.State.Task, cancellationToken);
            return tasks.FirstOrDefault(task => task.TaskId != taskId) is { } other ? $"The task {other.TaskId} may be this step's, too, or another user's." : null;
        }
        catch (AnaplanException refused) when (!refused.IsTransient)
        {
            return $"Whether another one came of them cannot be looked up: {refused.Message}";
        }
    }

    /// <summary>
    /// Why a task that was found in the list may be another user's, who has a file of his own; null where it was not found there, or read as many rows as were brought, or it does not matter
    /// whose it is.
    /// </summary>
    private static string? DoubtOf(Leg leg, ModelAction action, ModelTaskResult result)
    {
        if (!leg.State.Task!.IsFound || action.Kind == ActionKind.Export)
        {
            return null;
        }

        var (read, brought) = leg.State.Rows
            .Select(sent => (Read: TaskOutcome.RowsOf(sent.Key, action, result), Brought: sent.Value))
            .FirstOrDefault(rows => !RowCount.MayBe(rows.Read, rows.Brought), (Read: null, Brought: leg.State.Rows.Count == 0 || leg.State.HasLostTurn ? null : -1));
        return brought < 0 ? null
            : read is null || brought is null ? "How many rows it read of which file is not known."
            : $"It read {read} rows, where {brought}, a header among them, had been brought.";
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

    private static string RunsOn(AnaplanException fault, TaskProgress known) => $"{fault.Message} The task {known.TaskId} may run on, and is asked for again.";
}
