using FlowFunctions.LocalHost.Checks;
using FlowFunctions.LocalHost.Functions;
using FlowFunctions.LocalHost.Rpc;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.LocalHost.Workers;

/// <summary>Keeps one worker running: starts it, and starts it again with a growing delay when it ends by itself. Thread-safe.</summary>
/// <param name="launcher">Starts it.</param>
/// <param name="door">Where it connects.</param>
/// <param name="endpoint">The address of that.</param>
/// <param name="readyWithin">From the start of the worker to its last loaded function.</param>
/// <param name="logger">Takes what becomes of it.</param>
internal sealed partial class WorkerSupervisor(IWorkerLauncher launcher, WorkerDoor door, Uri endpoint, TimeSpan readyWithin, ILogger<WorkerSupervisor> logger) : IAsyncDisposable
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<string> _gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource<WorkerSession> _session = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile WorkerSession? _current;
    private Task _watching = Task.CompletedTask;

    /// <summary>The worker that is ready now; null while there is none.</summary>
    public WorkerSession? Current => _current is { Channel.Ended.IsCompleted: false } current ? current : null;

    /// <summary>Completes, with the reason, when the worker has ended and is not started again.</summary>
    public Task<string> GaveUp => _gaveUp.Task;

    /// <summary>Starts the worker and answers its functions, in the order of their names.</summary>
    /// <exception cref="StartupException">It does not become ready; the message says why.</exception>
    public async Task<IReadOnlyList<HostedFunction>> StartAsync(CancellationToken cancellationToken)
    {
        var session = await LaunchAsync(cancellationToken);
        Use(session);
        _watching = WatchAsync(session);
        return [.. session.Functions.Values];
    }

    /// <summary>The worker and its function of that name; waits for the next worker where one is being started.</summary>
    /// <exception cref="WorkerProcessExitException">
    /// None came until the call was cancelled, as one is that takes longer than functions may, or the one that came lacks the function, as one published anew may: nothing has failed of the function.
    /// </exception>
    public async Task<(WorkerChannel Channel, HostedFunction Function)> FunctionAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var session = await _session.Task.WaitAsync(cancellationToken);
            return session.Functions.TryGetValue(name, out var function) ? (session.Channel, function) : throw new WorkerProcessExitException();
        }
        catch (OperationCanceledException)
        {
            throw new WorkerProcessExitException();
        }
    }

    /// <summary>From now on the worker is not started again: the host stops, and it may have been told so itself.</summary>
    public void LetGo() => _stopping.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        if (_current is { } current)
        {
            await current.Run.DisposeAsync();
        }

        _stopping.Dispose();
    }

    private void Use(WorkerSession session)
    {
        _current = session;
        _session.SetResult(session);
    }

    private async Task<WorkerSession> LaunchAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(readyWithin);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var id = door.Expect();
        var run = await launcher.LaunchAsync(new(endpoint, id), either.Token);
        try
        {
            var ready = GetReadyAsync(run, id, either.Token);
            if (await Task.WhenAny(ready, run.Ended) == ready)
            {
                return await ready;
            }

            await either.CancelAsync();
            throw new StartupException($"The application in '{launcher.ApplicationDirectory}' ended while it started ({await run.Ended}). Mend that; for the whole of what it said, start with --Logging:LogLevel:Default=Debug.");
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await run.DisposeAsync();
            throw new StartupException(
                $"The application in '{launcher.ApplicationDirectory}' did not get ready within {readyWithin.TotalSeconds:0} s. Look whether its Program.cs runs the host that it builds; on a slow machine, give it more time with Host:WorkerStartsWithin.");
        }
        catch (Exception fault)
        {
            await run.DisposeAsync();
            if (fault is WorkerException)
            {
                throw new StartupException(fault.Message, fault);
            }

            throw;
        }
    }

    private async Task<WorkerSession> GetReadyAsync(IWorkerRun run, string id, CancellationToken cancellationToken)
    {
        var channel = await door.ConnectedAsync(id, cancellationToken);
        var capabilities = await channel.InitializeAsync(launcher.ApplicationDirectory, cancellationToken);
        var metadata = await channel.ListFunctionsAsync(launcher.ApplicationDirectory, cancellationToken);
        var functions = HostedFunction.Read(metadata);
        HostedFunction.ThrowIfNone(functions, launcher.ApplicationDirectory);

        // One after the other: the worker announces no capability for more.
        foreach (var function in metadata)
        {
            await channel.LoadAsync(function, cancellationToken);
        }

        run.Ready();
        return new(run, channel, run.HttpAddress(capabilities), functions.ToDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase));
    }

    private async Task WatchAsync(WorkerSession session)
    {
        while (true)
        {
            await Task.WhenAny(session.Channel.Ended, session.Run.Ended, Task.Delay(Timeout.Infinite, _stopping.Token));
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            _current = null;
            _session = new(TaskCreationOptions.RunContinuationsAsynchronously);
            var reason = session.Run.Ended.IsCompleted ? await session.Run.Ended : "its connection broke.";
            await session.Run.DisposeAsync();
            if (!launcher.CanRestart)
            {
                _gaveUp.TrySetResult(reason);
                return;
            }

            WorkerEnded(reason);
            if (await RelaunchAsync() is not { } next)
            {
                return;
            }

            session = next;
            Use(session);
        }
    }

    private async Task<WorkerSession?> RelaunchAsync()
    {
        for (var delay = TimeSpan.FromSeconds(1); ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            try
            {
                await Task.Delay(delay, _stopping.Token);
                var session = await LaunchAsync(_stopping.Token);
                WorkerIsBack();
                return session;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception fault)
            {
                // Whatever it is, such as a machine without room for another process, may be over the next time; requests wait until then.
                NotStartedAgain(fault is StartupException ? fault.Message : $"{fault.GetType().Name}: {fault.Message}");
            }
        }
    }

    [LoggerMessage(1330, LogLevel.Error, "The application has ended and is started again: {Reason}")]
    private partial void WorkerEnded(string reason);

    [LoggerMessage(1331, LogLevel.Information, "The application runs again")]
    private partial void WorkerIsBack();

    [LoggerMessage(1332, LogLevel.Error, "The application does not start, and is tried again: {Reason}")]
    private partial void NotStartedAgain(string reason);
}
