using Azure.Data.Tables;
using FlowFunctions.Storage;

namespace FlowFunctions.Http;

/// <summary>Rows that say when they expire, in tables that are little enough to look through.</summary>
internal static class ExpiredRows
{
    private const int TransactionLength = 100;

    /// <returns>How many were deleted. Rows that another process deletes or writes anew at the same time are left for the next time.</returns>
    public static async Task<int> PurgeAsync(TableClient table, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"ExpiresAt lt {now}");
        var rows = table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken);
        var purged = 0;
        await foreach (var page in rows.AsPages().WithCancellation(cancellationToken))
        {
            foreach (var batch in page.Values.GroupBy(row => row.PartitionKey, StringComparer.Ordinal).SelectMany(partition => partition.Chunk(TransactionLength)))
            {
                var deletions = batch.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, row.ETag));
                purged += await table.TrySubmitAsync(deletions, cancellationToken) is not null ? batch.Length : 0;
            }
        }

        return purged;
    }
}
