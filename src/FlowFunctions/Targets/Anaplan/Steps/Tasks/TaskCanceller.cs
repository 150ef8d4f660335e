using FlowFunctions.Steps;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>Cancels a task, or says what it does or has done all the same. Thread-safe.</summary>
internal sealed class TaskCanceller(AnaplanApi api, TaskSearch search, TimeProvider time)
{
    /// <summary>From a task's cancellation to the time at which it is left to end by itself; under what the target gives to the whole of it.</summary>
    private static readonly TimeSpan CancelledWithin = TimeSpan.FromSeconds(3);

    /// <summary>Cancels the task, if there is one that is ours for sure, and looks whether it ended so: one that had done its work before cannot be cancelled any more.</summary>
    /// <returns>Null where there is none, or it was cancelled; otherwise what goes on, or has been done, for all that is known.</returns>
    public async Task<string?> CancelAsync(ModelAddress model, string actionId, TaskProgress task, CancellationToken cancellationToken)
    {
        var action = ModelAction.Of(model, actionId);
        if (task.TaskId is null)
        {
            var (tasks, isTold) = await search.FindAsync(action, task, cancellationToken);
            task = task with { TaskId = TaskSearch.Suspect(tasks, task, out _)?.TaskId, IsFound = true, ListShowsEnded = isTold };
        }

        if (action.Kind == ActionKind.Export && (task.TaskId is null || task.IsFound))
        {
            // It changes nothing, whosever it is.
            return null;
        }

        if (task is { TaskId: { } suspected, IsFound: true })
        {
            return $"The task {suspected} of {action} may be this step's or another user's, and was left alone.";
        }

        if (task.TaskId is { } taskId)
        {
            return await EndTaskAsync(action, taskId, cancellationToken);
        }

        return task.ListShowsEnded && !TaskSearch.IsSlow(task) && search.IsLookedFor(task, mayRepeat: false) ? null : $"Whether {action} was started is not known. {TaskWords.MayHaveRun}";
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
                case { State: ModelTaskState.Cancelled or ModelTaskState.Failed or ModelTaskState.Complete, Result: { } result } when !TaskOutcome.HasLoaded(action, result):
                    return null;
                case { State: ModelTaskState.Cancelled or ModelTaskState.Failed }:
                    return $"The task {taskId} of {action} has ended; what its actions had done by then stays. {TaskWords.MayHaveRun}";
                case { State: ModelTaskState.Complete }:
                    return $"The task {taskId} of {action} had ended before it could be cancelled. {TaskWords.MayHaveRun}";
                case var _ when refusal is not null:
                    return refusal.Message;
                case var _ when time.GetElapsedTime(since) >= CancelledWithin:
                    return $"The task {taskId} of {action} was told to end, and goes on so far.";
            }

            await Task.Delay(BackOff.Shortest, time, cancellationToken);
        }
    }
}
