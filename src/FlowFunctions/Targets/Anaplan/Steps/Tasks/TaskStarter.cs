using FlowFunctions.Steps;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>Starts an action's task: not beside one that runs, and with the intent stored before the request goes out. Thread-safe.</summary>
internal sealed partial class TaskStarter(AnaplanApi api, TaskSearch search, TimeProvider time, ILogger<TaskStarter> logger)
{
    private static readonly TimeSpan LookForOthersAfter = TimeSpan.FromSeconds(10);

    /// <summary>From one look to the next at a request that has yet to go out.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>Before anything is changed that a task of the action may be reading.</summary>
    /// <returns>Null when none runs, whosever; otherwise the pause.</returns>
    public async Task<TargetReply?> WaitForOthersAsync(Leg leg, string actionId, CancellationToken cancellationToken)
    {
        var action = ModelAction.Of(leg.Model, actionId);
        return await WaitForOthersAsync(leg, action, await search.PresentAsync(action, cancellationToken), cancellationToken);
    }

    /// <param name="leg">The step, which knows of no start whose fate is open.</param>
    /// <param name="action">The action.</param>
    /// <param name="earlierStarts">How many requests to start it were made before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when the task is started; the pause for as long as another one runs, whosever it is: two would load at once.</returns>
    public async Task<TargetReply?> StartAsync(Leg leg, ModelAction action, int earlierStarts, CancellationToken cancellationToken)
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
        await StartAsync(leg, action, intent, cancellationToken);
        return null;
    }

    /// <param name="leg">The step; where its state has a task, that is an earlier request's, whose fate is not known, and stays if this one is not taken.</param>
    /// <param name="action">The action.</param>
    /// <param name="intent">Stored when the request goes out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task StartAsync(Leg leg, ModelAction action, TaskProgress intent, CancellationToken cancellationToken)
    {
        var before = leg.State.Task;
        var watch = new SendWatch(() => leg.SaveAsync(leg.State with { Task = intent with { AskedAt = time.GetUtcNow() } }, 0, "Starting", CancellationToken.None), time);
        string taskId;
        try
        {
            taskId = await AskAsync(leg, action, watch, cancellationToken);
        }
        catch (AnaplanException fault) when (watch.SentAt is not null && fault.MayHaveArrived)
        {
            await leg.SaveAsync(leg.State with { Task = leg.State.Task! with { Fault = fault.Message, WasBusy = fault.IsBusy, LostAt = time.GetUtcNow() } }, null, null, CancellationToken.None);
            throw;
        }
        catch (AnaplanException fault) when (watch.SentAt is null || fault.IsBusy || fault.IsTransient)
        {
            // Not taken, for sure: asked for anew later, as if it had not been. What keeps the model busy may be what an earlier request has started.
            await ForgetAsync(leg, before);
            throw;
        }
        catch (OperationCanceledException) when (watch.SentAt is null)
        {
            await ForgetAsync(leg, before);
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
            // Whatever else stops: a task that nobody knows of is worse.
            await leg.SaveAsync(leg.State with { Task = leg.State.Task! with { TaskId = taskId }, BusySince = null }, 0, "Started", CancellationToken.None);
        }
        catch (StepSupersededException)
        {
            await EndAsync(action, taskId, cancellationToken);
            throw;
        }
    }

    private static async Task ForgetAsync(Leg leg, TaskProgress? before)
    {
        if (!ReferenceEquals(leg.State.Task, before))
        {
            await leg.SaveAsync(leg.State with { Task = before }, null, null, CancellationToken.None);
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
    private async Task<string> AskAsync(Leg leg, ModelAction action, SendWatch watch, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var start = api.StartTaskAsync(action, ended.Token, watch);
        try
        {
            while (!start.IsCompleted && !ended.IsCancellationRequested)
            {
                var untilSlow = watch.SentAt is { } sent ? sent + TaskSearch.SlowAfter - time.GetUtcNow() : LookAgainAfter;
                if (untilSlow <= TimeSpan.Zero)
                {
                    await leg.SaveAsync(leg.State with { Task = leg.State.Task! with { IsSlow = true } }, null, null, CancellationToken.None);
                    break;
                }

                await Task.WhenAny(start, Task.Delay(untilSlow, time, ended.Token));
            }

            return await start;
        }
        catch (StepSupersededException) when (watch.SentAt is not null)
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
