using Azure.Data.Tables;
using FlowFunctions.Storage;

namespace FlowFunctions.Http;

/// <summary>Deletes the rows of idempotency keys that have expired. The table holds about a day of them, which is little enough to look through.</summary>
public sealed class IdempotencyPurge(StorageTables tables, TimeProvider time)
{
    private const int TransactionLength = 100;

    /// <returns>How many were deleted. Rows that another process deletes or claims anew at the same time are left for the next time.</returns>
    public async Task<int> PurgeAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"ExpiresAt lt {time.GetUtcNow()}");
        var rows = tables.Idempotency.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken);
        var purged = 0;
        await foreach (var page in rows.AsPages().WithCancellation(cancellationToken))
        {
            foreach (var batch in page.Values.GroupBy(row => row.PartitionKey, StringComparer.Ordinal).SelectMany(partition => partition.Chunk(TransactionLength)))
            {
                var deletions = batch.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, row.ETag));
                purged += await tables.Idempotency.TrySubmitAsync(deletions, cancellationToken) is not null ? batch.Length : 0;
            }
        }

        return purged;
    }
}
