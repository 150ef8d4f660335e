using FlowFunctions.Embedded.Engine.Instances;
using FlowFunctions.Embedded.Engine.Leases;
using FlowFunctions.Embedded.Engine.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Embedded.Engine;

/// <summary>
/// Owns the task hub while it runs: waits for the lease, continues what had not ended, serves clients, and on stopping lets running activities end within
/// the host's shutdown timeout before it releases the lease. When the hub is lost to another process it stops all work and waits again.
/// </summary>
internal sealed class DurableTaskEngine : BackgroundService
{
    /// <summary>From a conflict to the next try: the other writer has stopped by then, or has the lease.</summary>
    private static readonly TimeSpan ConflictPause = TimeSpan.FromMilliseconds(500);

    private readonly DurableTaskEngineOptions _options;
    private readonly HubClients _clients;
    private readonly StorageRetry _retry;
    private readonly HubLease _lease;
    private readonly EngineParts _parts;
    private readonly TimeSpan _drainLimit;
    private readonly TimeSpan _releaseLimit;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private TaskCompletionSource<HubSession> _serving = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DurableTaskEngine(
        IOptions<DurableTaskEngineOptions> options,
        HubClients clients,
        IDurableFunctions functions,
        IOwnerProcesses processes,
        IOptions<HostOptions> host,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        _options = options.Value;
        _clients = clients;
        _logger = loggers.CreateLogger("FlowFunctions.DurableTask");
        _retry = new StorageRetry(time, _logger);
        _lease = new HubLease(clients, _retry, processes, _options, time, _logger);
        _parts = new EngineParts(
            new InstanceStore(clients, _retry), new HistoryStore(clients, _retry), functions, _options, time, loggers, _logger);

        // What is left of the host's timeout is for writing what is under way and for releasing the lease.
        _drainLimit = host.Value.ShutdownTimeout * 0.8;
        _releaseLimit = host.Value.ShutdownTimeout * 0.15;
    }

    /// <summary>What the engine works with.</summary>
    public EngineParts Parts => _parts;

    /// <summary>The hub, once it is this process's.</summary>
    /// <exception cref="TimeoutException">It was not within <see cref="DurableTaskEngineOptions.ClientPatience"/>; the message says who owns it.</exception>
    public async Task<HubSession> SessionAsync(CancellationToken cancellationToken)
    {
        Task<HubSession> serving;
        lock (_gate)
        {
            serving = _serving.Task;
        }

        try
        {
            return await serving.WaitAsync(_options.ClientPatience, _parts.Time, cancellationToken);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException(
                _lease.Other is { } owner
                    ? $"The task hub '{_options.HubName}' is owned by {owner}. Stop that process, or use another hub."
                    : $"The task hub '{_options.HubName}' could not be opened within {_options.ClientPatience}: the storage account does not answer.",
                late);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _retry.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await _retry.DoAsync(_clients.CreateIfMissingAsync, stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                await _lease.AcquireAsync(stoppingToken);
                await ServeAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
        catch (Exception fault)
        {
            EngineLog.EngineStopped(_logger, fault);
            Fail(fault);
            throw;
        }
    }

    private async Task ServeAsync(CancellationToken stoppingToken)
    {
        using var holding = new CancellationTokenSource();
        var held = HoldAsync(holding.Token);
        try
        {
            await ServeUntilAsync(held, stoppingToken);
        }
        finally
        {
            Unpublish();
            await holding.CancelAsync();
            await held;
            if (stoppingToken.IsCancellationRequested)
            {
                using var limit = new CancellationTokenSource(_releaseLimit, _parts.Time);
                await _lease.ReleaseAsync(limit.Token);
            }
        }
    }

    private async Task HoldAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _lease.HoldAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Given up by the engine itself.
        }
    }

    private async Task ServeUntilAsync(Task lost, CancellationToken stoppingToken)
    {
        await using var session = new HubSession(_parts);
        await session.LoadAsync(stoppingToken);
        Publish(session);
        session.Begin();
        await Task.WhenAny(lost, session.Conflicted, Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken));
        if (stoppingToken.IsCancellationRequested && !lost.IsCompleted)
        {
            using var limit = new CancellationTokenSource(_drainLimit, _parts.Time);
            await session.DrainAsync(limit.Token);
        }
        else if (session.Conflicted.IsCompleted && !lost.IsCompleted)
        {
            Unpublish();
            await Task.Delay(ConflictPause, _parts.Time, stoppingToken);
        }
    }

    private void Publish(HubSession session)
    {
        lock (_gate)
        {
            _serving.TrySetResult(session);
        }
    }

    private void Unpublish()
    {
        lock (_gate)
        {
            _serving = new TaskCompletionSource<HubSession>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Fail(Exception fault)
    {
        lock (_gate)
        {
            if (!_serving.TrySetException(fault))
            {
                _serving = new TaskCompletionSource<HubSession>(TaskCreationOptions.RunContinuationsAsynchronously);
                _serving.SetException(fault);
            }

            _ = _serving.Task.Exception;
        }
    }
}
