using Microsoft.Extensions.Logging;

namespace FlowFunctions.Embedded.Engine.Storage;

/// <summary>
/// Repeats storage operations until the account answers: work waits, and nothing is lost. An outage is logged once when it begins and once when
/// it is over. Operations may be performed twice, and must allow for it.
/// </summary>
internal sealed class StorageRetry(TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>
    /// As many requests at once as help: Azurite serves about 700 rows a second from 32 writers on, and a real account's partition about 2,000;
    /// more would only wait in sockets.
    /// </summary>
    private readonly SemaphoreSlim _requests = new(64);

    private int _isOut;

    /// <exception cref="OperationCanceledException">The token was cancelled: whether the operation was performed is unknown.</exception>
    public async Task<T> DoAsync<T>(Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            await _requests.WaitAsync(cancellationToken);

            // Only what was asked after the outage began tells that it is over: answers to earlier requests may still arrive.
            var isAskedInOutage = Volatile.Read(ref _isOut) == 1;
            try
            {
                var result = await operation(cancellationToken);
                if (isAskedInOutage && Interlocked.Exchange(ref _isOut, 0) == 1)
                {
                    EngineLog.StorageIsBack(logger);
                }

                return result;
            }
            catch (Exception fault) when (StorageFaults.IsTransient(fault, cancellationToken))
            {
                if (Interlocked.Exchange(ref _isOut, 1) == 0)
                {
                    EngineLog.StorageIsOut(logger, fault);
                }
            }
            finally
            {
                _requests.Release();
            }

            await Task.Delay(WaitAfter(attempt), time, cancellationToken);
        }
    }

    public Task DoAsync(Func<CancellationToken, Task> operation, CancellationToken cancellationToken) =>
        DoAsync(
            async token =>
            {
                await operation(token);
                return true;
            },
            cancellationToken);

    public void Dispose() => _requests.Dispose();

    private static TimeSpan WaitAfter(int attempt)
    {
        var wait = ShortestWait * Math.Pow(2, Math.Min(attempt, 10));
        var bounded = wait < LongestWait ? wait : LongestWait;
        return bounded * (0.5 + (Random.Shared.NextDouble() / 2));
    }
}
