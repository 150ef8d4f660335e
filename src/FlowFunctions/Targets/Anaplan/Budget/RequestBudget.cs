using Azure;
using FlowFunctions.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>
/// Lets requests pass so that no 60 seconds have more of them than the user's limit, by all steps of all hosts of the installation together. Who comes first passes first;
/// nobody is refused. Thread-safe. Blocks of permits come from the shared ledger; while storage is away, each host uses a share of the limit that it keeps account of, and
/// adds it to the ledger afterwards.
/// </summary>
internal sealed partial class RequestBudget(BudgetStore store, IOptions<AnaplanOptions> options, TimeProvider time, ILogger<RequestBudget> logger) : IDisposable
{
    /// <summary>While storage is away, a host has the limit divided by this.</summary>
    public const int ShareWithoutStorage = 4;

    private static readonly TimeSpan AskStorageAgainAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SlowStorage = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _waiting;
    private PermitBlock _block = new(0, DateTimeOffset.MinValue);
    private DateTimeOffset _pausedUntil = DateTimeOffset.MinValue;
    private BudgetLedger _ledger = BudgetLedger.Empty;
    private ETag _version;
    private BudgetLedger _unshared = BudgetLedger.Empty;
    private DateTimeOffset? _storageAwayUntil;
    private TimeSpan _storageTook;

    /// <summary>Returns when a request may be sent; it must be sent at once.</summary>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                await PassAsync(cancellationToken);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Lets nothing pass for a while: the service said that it takes no more.</summary>
    public void Pause(TimeSpan duration)
    {
        var until = time.GetUtcNow() + duration;
        lock (_lock)
        {
            _pausedUntil = until > _pausedUntil ? until : _pausedUntil;
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task PassAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            if (PausedUntil() is var paused && paused > now)
            {
                await Task.Delay(paused - now, time, cancellationToken);
            }
            else if (_block.Permits > 0 && now < _block.Until)
            {
                _block = _block with { Permits = _block.Permits - 1 };
                return;
            }
            else
            {
                _block = await TakeBlockAsync(now, cancellationToken);
                if (_block.Permits == 0 && _block.Until - time.GetUtcNow() is var wait && wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, time, cancellationToken);
                }
            }
        }
    }

    private DateTimeOffset PausedUntil()
    {
        lock (_lock)
        {
            return _pausedUntil;
        }
    }

    private async Task<PermitBlock> TakeBlockAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_storageAwayUntil is null || now >= _storageAwayUntil)
        {
            try
            {
                var block = await TakeSharedAsync(now, cancellationToken);
                if (_storageAwayUntil is not null)
                {
                    _storageAwayUntil = null;
                    LogStorageBack();
                }

                return block;
            }
            catch (Exception exception) when (StorageFaults.IsUnavailable(exception, cancellationToken))
            {
                if (_storageAwayUntil is null)
                {
                    LogStorageAway(ShareWithoutStorage, exception);
                }

                now = time.GetUtcNow();
                (_storageAwayUntil, _version) = (now + AskStorageAgainAfter, default);
            }
        }

        var (own, next) = PermitBlock.TakeFrom(_unshared, Math.Max(1, options.Value.RequestsPerMinute / ShareWithoutStorage), Wanted(), now, isSlow: false);
        _unshared = next;
        return own;
    }

    private async Task<PermitBlock> TakeSharedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_version == default)
        {
            (_ledger, _version) = await store.ReadAsync(cancellationToken);
        }

        while (true)
        {
            var start = time.GetTimestamp();
            var (block, next) = PermitBlock.TakeFrom(_ledger.With(_unshared), options.Value.RequestsPerMinute, Wanted(), now, isSlow: _storageTook > SlowStorage);
            if (block.Permits == 0)
            {
                // Others' blocks may be newer than what is known here, but none is taken back: it is no use to ask before.
                return block;
            }

            if (await store.TryWriteAsync(next, _version, cancellationToken) is { } version)
            {
                (_ledger, _version, _unshared) = (next, version, BudgetLedger.Empty);
                _storageTook = time.GetElapsedTime(start);
                return block;
            }

            // One of the racing hosts always wins, so somebody makes progress with every turn of this loop.
            (_ledger, _version) = await store.ReadAsync(cancellationToken);
            now = time.GetUtcNow();
        }
    }

    private int Wanted() => Math.Max(1, Volatile.Read(ref _waiting));

    [LoggerMessage(1601, LogLevel.Warning, "The budget of requests to Anaplan cannot be shared while storage does not answer; this host keeps to one part in {Share} of it until it does.")]
    private partial void LogStorageAway(int share, Exception exception);

    [LoggerMessage(1602, LogLevel.Information, "The budget of requests to Anaplan is shared by all hosts again.")]
    private partial void LogStorageBack();
}
