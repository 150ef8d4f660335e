using FlowFunctions.Storage;

namespace FlowFunctions.Runs;

/// <summary>An activity could not do its work because storage is away. <see cref="ActivityRetry"/> knows it by its name, which is part of stored histories: it must not change.</summary>
internal sealed class StorageAwayException(Exception cause) : Exception($"Storage is away: {cause.Message}", cause)
{
    /// <summary>The result of a call, whose fault of storage leaves it as this exception.</summary>
    public static async Task<T> TellAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (StorageFaults.IsUnavailable(exception, cancellationToken))
        {
            throw new StorageAwayException(exception);
        }
    }
}
