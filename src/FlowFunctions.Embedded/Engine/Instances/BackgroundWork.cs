using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Embedded.Engine.Instances;

/// <summary>Owns tasks that nobody awaits: logs what they throw, and ends them.</summary>
internal sealed class BackgroundWork(ILogger logger, CancellationToken ended)
{
    private readonly ConcurrentDictionary<Task, byte> _running = new();

    /// <summary>Runs the work on the thread pool. It should end when its token is cancelled.</summary>
    public void Run(Func<CancellationToken, Task> work, string what)
    {
        // Not given to Task.Run: work that never started would be a cancelled task that nobody observes.
        var task = Task.Run(() => GuardedAsync(work, what), CancellationToken.None);
        _running.TryAdd(task, 0);
        _ = task.ContinueWith(
            static (finished, running) => ((ConcurrentDictionary<Task, byte>)running!).TryRemove(finished, out _),
            _running,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Waits until nothing runs.</summary>
    public async Task WhenIdleAsync()
    {
        while (!_running.IsEmpty)
        {
            await Task.WhenAll(_running.Keys);
        }
    }

    private async Task GuardedAsync(Func<CancellationToken, Task> work, string what)
    {
        try
        {
            await work(ended);
        }
        catch (Exception) when (ended.IsCancellationRequested)
        {
            // Asked to end: whatever it met on the way is of no more interest.
        }
        catch (Exception fault)
        {
            EngineLog.BackgroundWorkFailed(logger, fault, what);
        }
    }
}
