using FlowFunctions.Steps;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>Starts an action's task: not beside one that runs, and with the intent stored before the request. Thread-safe.</summary>
internal sealed partial class TaskStarter(AnaplanApi api, TaskSearch search, TimeProvider time, ILogger<TaskStarter> logger)
{
    private static readonly TimeSpan LookForOthersAfter = TimeSpan.FromSeconds(10);

    /// <summary>Before anything is changed that a task of the action may be reading.</summary>
    /// <returns>Null when none runs, whosever; otherwise the pause.</returns>
    public async Task<TargetReply?> WaitForOthersAsync(Leg leg, string actionId, CancellationToken cancellationToken)
    {
        var action = ModelAction.Of(leg.Model, actionId);
        return await WaitForOthersAsync(leg, action, await search.PresentAsync(action, cancellationToken), cancellationToken);
    }

    /// <returns>Null when the action may be started; the pause for as long as a task of it runs, whosever it is: two would load at once.</returns>
    public async Task<TargetReply?> PrepareAsync(Leg leg, ModelAction action, int earlierStarts, CancellationToken cancellationToken)
    {
        var present = await search.PresentAsync(action, cancellationToken);
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
    public async Task StartAsync(Leg leg, ModelAction action, TaskProgress? before, CancellationToken cancellationToken)
    {
        string taskId;
        try
        {
            taskId = await AskAsync(leg, action, cancellationToken);
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
            // The step's time is over, or the host stops: how long the request would have taken nobody knows.
            await leg.SaveAsync(leg.State with { Task = leg.State.Task! with { LostAt = time.GetUtcNow(), IsSlow = true } }, null, null, CancellationToken.None);
            throw;
        }

        try
        {
            await leg.SaveAsync(leg.State with { Task = leg.State.Task! with { TaskId = taskId }, BusySince = null }, 0, "Started", cancellationToken);
        }
        catch (StepSupersededException)
        {
            await EndAsync(action, taskId, cancellationToken);
            throw;
        }
    }

    /// <summary>A task whose step is not this exchange's any more: best effort, its canceller has said that nobody knows.</summary>
    private async Task EndAsync(ModelAction action, string taskId, CancellationToken cancellationToken)
    {
        try
        {
            await api.CancelTaskAsync(action, taskId, cancellationToken);
        }
        catch (AnaplanException fault)
        {
            LogNotEnded(taskId, action.ToString(), fault.Message);
        }
    }

    [LoggerMessage(1651, LogLevel.Warning, "The task {TaskId} of {Action}, whose step was cancelled while it was started, could not be told to end: {Fault}")]
    private partial void LogNotEnded(string taskId, string action, string fault);

    /// <summary>One request. That it takes long is stored while it does: whoever goes on after a crash then knows that it may be carried out later.</summary>
    private async Task<string> AskAsync(Leg leg, ModelAction action, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var start = api.StartTaskAsync(action, ended.Token);
        try
        {
            if (await Task.WhenAny(start, Task.Delay(TaskSearch.SlowAfter, time, ended.Token)) != start && !cancellationToken.IsCancellationRequested)
            {
                await leg.SaveAsync(leg.State with { Task = leg.State.Task! with { IsSlow = true } }, null, null, cancellationToken);
            }

            return await start;
        }
        catch (StepSupersededException)
        {
            // Whoever has cancelled the step knew of no task; what the request still comes to is ended here.
            await EndAsync(action, await start, cancellationToken);
            throw;
        }
        finally
        {
            // Whatever ended the wait ends the request; what that meets is not what ended it.
            await ended.CancelAsync();
            await ((Task)start).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
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
}
