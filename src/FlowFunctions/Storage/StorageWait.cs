using Microsoft.Extensions.Logging;

namespace FlowFunctions.Storage;

/// <summary>Makes a call again and again while storage is away, so that what is under way goes on with what it has when storage is back. Thread-safe.</summary>
/// <param name="longest">For how long a call is made again.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Is told once a wait.</param>
internal sealed partial class StorageWait(TimeSpan longest, TimeProvider time, ILogger logger)
{
    public static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    /// <param name="call">May be made again and again: what is not answered may have had its effect.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Exception">The last fault of a storage that stayed away, which <see cref="StorageFaults.IsUnavailable(Exception, CancellationToken)"/> knows.</exception>
    public async Task<T> ForAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        for (var delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            try
            {
                return await call();
            }
            catch (Exception exception) when (StorageFaults.IsUnavailable(exception, cancellationToken) && time.GetElapsedTime(since) < longest)
            {
                if (delay == FirstDelay)
                {
                    LogAway(StorageFaults.Describe(exception));
                }
            }

            await Task.Delay(delay, time, cancellationToken);
        }
    }

    /// <inheritdoc cref="ForAsync{T}(Func{Task{T}}, CancellationToken)"/>
    public Task ForAsync(Func<Task> call, CancellationToken cancellationToken) => ForAsync(
        async () =>
        {
            await call();
            return true;
        },
        cancellationToken);

    [LoggerMessage(1521, LogLevel.Warning, "Storage is away, and what is under way waits for it: {Reason}")]
    private partial void LogAway(string reason);
}
