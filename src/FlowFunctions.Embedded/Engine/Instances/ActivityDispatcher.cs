using FlowFunctions.Embedded.Engine.History;
using FlowFunctions.Embedded.Engine.Replay;

namespace FlowFunctions.Embedded.Engine.Instances;

/// <summary>
/// Runs activities, a limited number at once. One whose end has not been stored runs again after a restart; one that is
/// waiting for its turn when the engine drains does not start any more.
/// </summary>
internal sealed class ActivityDispatcher(EngineParts parts, BackgroundWork work) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(parts.Options.MaxConcurrentActivities);
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isDraining;
    private int _running;

    /// <summary>How many run now.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Starts no further activity, and waits for those that run.</summary>
    public Task DrainAsync()
    {
        _isDraining = true;
        if (Running == 0)
        {
            _idle.TrySetResult();
        }

        return _idle.Task;
    }

    /// <param name="instanceId">The instance that calls it.</param>
    /// <param name="call">What it calls.</param>
    /// <param name="ended">Is given the end of the activity, and answers when it is stored.</param>
    public void Start(string instanceId, CallActivity call, Func<HistoryEvent, Task> ended) =>
        work.Run(cancellationToken => RunAsync(instanceId, call, ended, cancellationToken), $"activity {call.Name}");

    public void Dispose() => _slots.Dispose();

    private async Task RunAsync(string instanceId, CallActivity call, Func<HistoryEvent, Task> ended, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        Interlocked.Increment(ref _running);
        try
        {
            if (!_isDraining)
            {
                // The end is stored before the slot is free again, so that a drain that waits for the running ones waits for this too.
                await ended(await InvokeAsync(instanceId, call, cancellationToken));
            }
        }
        finally
        {
            if (Interlocked.Decrement(ref _running) == 0 && _isDraining)
            {
                _idle.TrySetResult();
            }

            _slots.Release();
        }
    }

    private async Task<HistoryEvent> InvokeAsync(string instanceId, CallActivity call, CancellationToken cancellationToken)
    {
        if (parts.Functions.FindActivity(call.Name) is not { } invoker)
        {
            var message = UnknownFunctions.Activity(call.Name, parts.Functions);
            EngineLog.UnknownFunction(parts.Logger, instanceId, message);
            return new ActivityFailed(call.TaskId, UnknownFunctions.Failure(message));
        }

        try
        {
            var output = await invoker(new ActivityInvocation(call.Name, instanceId, call.TaskId, call.Input), cancellationToken);
            return new ActivityCompleted(call.TaskId, parts.Options.DataConverter.Serialize(output));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure)
        {
            EngineLog.ActivityFailed(parts.Logger, call.Name, call.TaskId, instanceId, failure.GetType().ToString());
            return new ActivityFailed(call.TaskId, Failure.Of(failure));
        }
    }
}
