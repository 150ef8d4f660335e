using Azure;
using Azure.Data.Tables;
using FlowFunctions.Embedded.Engine.History;

namespace FlowFunctions.Embedded.Engine.Storage;

/// <summary>
/// The turns of executions. A turn's row is inserted under the next free number, so that of two processes which both believe to own the hub only
/// one can write it, and the other learns that it is no longer the owner.
/// </summary>
internal sealed class HistoryStore(HubClients clients, StorageRetry retry)
{
    private const int LargestTransaction = 100;

    /// <exception cref="HubConflictException">Another process has written this turn.</exception>
    public async Task AppendAsync(string instanceId, string execution, int sequence, TurnRecord turn, CancellationToken cancellationToken)
    {
        var key = RowKeys.Turn(execution, sequence);
        var row = await PackedRow.PackAsync(
            instanceId, key, turn, HistoryJson.Default.TurnRecord, clients.Payloads, BlobFolder(instanceId), retry, cancellationToken);
        await retry.DoAsync(
            async token =>
            {
                try
                {
                    await clients.History.AddEntityAsync(row, token);
                }
                catch (RequestFailedException exists) when (exists.Status == 409)
                {
                    await EnsureOwnWriteAsync(row, token);
                }
            },
            cancellationToken);
    }

    /// <returns>The execution's turns, in order.</returns>
    /// <exception cref="System.Text.Json.JsonException">A turn is unreadable.</exception>
    public async Task<IReadOnlyList<TurnRecord>> ReadAsync(string instanceId, string execution, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {instanceId} and RowKey ge {RowKeys.FirstTurn(execution)} and RowKey lt {RowKeys.BeyondTurns(execution)}");
        return await retry.DoAsync<IReadOnlyList<TurnRecord>>(
            async token =>
            {
                var turns = new List<TurnRecord>();
                await foreach (var row in clients.History.QueryAsync<TableEntity>(filter, cancellationToken: token))
                {
                    turns.Add(await PackedRow.UnpackAsync(row, HistoryJson.Default.TurnRecord, clients.Payloads, token));
                }

                return turns;
            },
            cancellationToken);
    }

    /// <summary>Deletes the turns of one execution, or of all executions of an instance.</summary>
    public Task DeleteAsync(string instanceId, string? execution, CancellationToken cancellationToken)
    {
        var filter = execution is null
            ? TableClient.CreateQueryFilter($"PartitionKey eq {instanceId}")
            : TableClient.CreateQueryFilter(
                $"PartitionKey eq {instanceId} and RowKey ge {RowKeys.FirstTurn(execution)} and RowKey lt {RowKeys.BeyondTurns(execution)}");
        return retry.DoAsync(
            async token =>
            {
                var rows = new List<TableEntity>();
                await foreach (var row in clients.History.QueryAsync<TableEntity>(
                    filter, select: ["PartitionKey", "RowKey", PackedRow.BlobColumn], cancellationToken: token))
                {
                    rows.Add(row);
                }

                foreach (var batch in rows.Chunk(LargestTransaction))
                {
                    await DeleteAsync(batch, token);
                }
            },
            cancellationToken);
    }

    // Never a path segment of dots, whatever the instance is called.
    internal static string BlobFolder(string instanceId) => "i-" + instanceId;

    private async Task DeleteAsync(TableEntity[] rows, CancellationToken cancellationToken)
    {
        foreach (var blob in rows.Select(row => row.GetString(PackedRow.BlobColumn)).OfType<string>())
        {
            await clients.Payloads.DeleteBlobIfExistsAsync(blob, cancellationToken: cancellationToken);
        }

        await clients.History.SubmitTransactionAsync(
            rows.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken);
    }

    private async Task EnsureOwnWriteAsync(TableEntity row, CancellationToken cancellationToken)
    {
        TableEntity stored = await clients.History.GetEntityAsync<TableEntity>(
            row.PartitionKey, row.RowKey, [PackedRow.WriteColumn], cancellationToken);
        if (stored.GetGuid(PackedRow.WriteColumn) != row.GetGuid(PackedRow.WriteColumn))
        {
            throw new HubConflictException($"Turn {row.RowKey} of instance {row.PartitionKey} was written by another process.");
        }
    }
}
