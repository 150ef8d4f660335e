using FlowFunctions.Storage;

namespace FlowFunctions.Http;

/// <summary>Deletes sessions, and codes that nobody has used, once they have expired.</summary>
public sealed class SessionPurge(StorageTables tables, TimeProvider time)
{
    /// <returns>How many were deleted.</returns>
    public Task<int> PurgeAsync(CancellationToken cancellationToken) => ExpiredRows.PurgeAsync(tables.Sessions, time.GetUtcNow(), cancellationToken);
}
