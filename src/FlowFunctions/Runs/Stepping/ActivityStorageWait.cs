using FlowFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runs;

/// <summary>
/// Lets an activity wait for storage that is away, and go on with what it has when storage is back. An activity must not end meanwhile, in whatever way: the Azure Storage provider could not
/// put its end down, and would take the message for one in hand for as long as the process lives, so that the run would stand still. Thread-safe.
/// https://github.com/Azure/durabletask/issues/1173
/// </summary>
internal sealed class ActivityStorageWait(TimeProvider time, ILogger logger)
{
    /// <summary>Less than host.json's functionTimeout, in which the activity must end.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(28);

    private readonly StorageWait _storage = new(Longest, time, logger);

    /// <param name="call">May be made again and again: what is not answered may have had its effect.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageAwayException">Storage was away for <see cref="Longest"/>.</exception>
    public async Task<T> ForAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _storage.ForAsync(call, cancellationToken);
        }
        catch (Exception exception) when (StorageFaults.IsUnavailable(exception, cancellationToken))
        {
            throw new StorageAwayException(exception);
        }
    }
}
