using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace AnaplanSimulator.Tasks;

/// <summary>Runs a model's tasks one at a time, in the order in which they were posted.</summary>
internal sealed class TaskQueue : IAsyncDisposable
{
    private readonly Channel<ModelTask> _waiting = Channel.CreateUnbounded<ModelTask>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskRunner _runner;
    private readonly Func<SimulatorSettings> _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Task _running;

    public TaskQueue(TaskRunner runner, Func<SimulatorSettings> settings, TimeProvider time, ILogger log)
    {
        (_runner, _settings, _time, _log) = (runner, settings, time, log);
        _running = Task.Run(RunAsync);
    }

    public void Add(ModelTask task) => _waiting.Writer.TryWrite(task);

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await foreach (var task in _waiting.Reader.ReadAllAsync(_stopping.Token))
                await RunAsync(task);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The simulator ends; what has not started never will.
        }
    }

    private async Task RunAsync(ModelTask task)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, task.Cancelled);
        try
        {
            await Task.Delay(_settings().Tasks.StartDelay, _time, ending.Token);
            if (task.TryStart())
                await _runner.RunAsync(task, _settings(), ending.Token);
        }
        catch (OperationCanceledException) when (task.Cancelled.IsCancellationRequested)
        {
            if (task.Look().TaskState == TaskState.Cancelling)
                await Task.Delay(_settings().Tasks.CancelDelay, _time, _stopping.Token);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Logs.TaskBroke(_log, fault, task.Id, task.ActionId);
            task.TryComplete(ActionOutcome.Failed(task.ActionId, "", "internalError", "The simulator failed: " + fault.Message).Result, TaskRunner.NoDumps, () => { });
        }

        task.EndCancelled();
    }
}
