using FlowFunctions.Storage;

namespace FlowFunctions.Http;

/// <summary>Deletes the rows of idempotency keys that have expired. The table holds about a day of them.</summary>
public sealed class IdempotencyPurge(StorageTables tables, TimeProvider time)
{
    /// <returns>How many were deleted.</returns>
    public Task<int> PurgeAsync(CancellationToken cancellationToken) => ExpiredRows.PurgeAsync(tables.Idempotency, time.GetUtcNow(), cancellationToken);
}
