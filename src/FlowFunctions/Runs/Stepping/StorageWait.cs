using FlowFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runs;

/// <summary>
/// Lets an activity wait for storage that is away, and go on with what it has when storage is back. An activity must not end meanwhile, in whatever way: the Azure Storage provider could not
/// put its end down, and would take the message for one in hand for as long as the process lives, so that the run would stand still. Thread-safe.
/// https://github.com/Azure/durabletask/issues/1173
/// </summary>
internal sealed partial class StorageWait(TimeProvider time, ILogger logger)
{
    /// <summary>Less than host.json's functionTimeout, in which the activity must end.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(28);

    public static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    /// <param name="call">May be made again and again: what is not answered may have had its effect.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageAwayException">Storage was away for <see cref="Longest"/>.</exception>
    public async Task<T> ForAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        for (var delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            try
            {
                return await call();
            }
            catch (Exception exception) when (StorageFaults.IsUnavailable(exception, cancellationToken))
            {
                if (time.GetElapsedTime(since) >= Longest)
                {
                    throw new StorageAwayException(exception);
                }

                if (delay == FirstDelay)
                {
                    LogAway(StorageFaults.Describe(exception));
                }
            }

            await Task.Delay(delay, time, cancellationToken);
        }
    }

    [LoggerMessage(1521, LogLevel.Warning, "Storage is away, and an activity waits for it: {Reason}")]
    private partial void LogAway(string reason);
}
