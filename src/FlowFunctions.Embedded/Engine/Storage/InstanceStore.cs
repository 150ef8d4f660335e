using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using FlowFunctions.Embedded.Engine.History;

namespace FlowFunctions.Embedded.Engine.Storage;

/// <summary>The rows of instances: one in the active partition until an instance has ended, then one in the ended partition.</summary>
internal sealed class InstanceStore(HubClients clients, StorageRetry retry)
{
    internal const string NameColumn = "Name";

    /// <exception cref="HubConflictException">Another process has written a row for this instance.</exception>
    public async Task<RowHandle> InsertActiveAsync(ActiveRecord record, CancellationToken cancellationToken)
    {
        var row = await PackAsync(record, cancellationToken);
        return await retry.DoAsync(
            async token =>
            {
                try
                {
                    var added = await clients.Instances.AddEntityAsync(row, token);
                    return new RowHandle(added.Headers.ETag!.Value, row.GetString(PackedRow.BlobColumn));
                }
                catch (RequestFailedException exists) when (exists.Status == 409)
                {
                    return await OwnWriteAsync(row, token);
                }
            },
            cancellationToken);
    }

    /// <summary>Switches an instance to its next generation, in one write.</summary>
    /// <exception cref="HubConflictException">Another process has written the row.</exception>
    public async Task<RowHandle> ReplaceActiveAsync(ActiveRecord record, RowHandle handle, CancellationToken cancellationToken)
    {
        var row = await PackAsync(record, cancellationToken);
        var replaced = await retry.DoAsync(
            async token =>
            {
                try
                {
                    var updated = await clients.Instances.UpdateEntityAsync(row, handle.ETag, TableUpdateMode.Replace, token);
                    return new RowHandle(updated.Headers.ETag!.Value, row.GetString(PackedRow.BlobColumn));
                }
                catch (RequestFailedException changed) when (changed.Status is 412 or 404)
                {
                    return await OwnWriteAsync(row, token);
                }
            },
            cancellationToken);
        await DeleteBlobAsync(handle, cancellationToken);
        return replaced;
    }

    public async Task DeleteActiveAsync(string instanceId, RowHandle handle, CancellationToken cancellationToken)
    {
        await retry.DoAsync(
            async token =>
            {
                try
                {
                    await clients.Instances.DeleteEntityAsync(RowKeys.Active, instanceId, handle.ETag, token);
                }
                catch (RequestFailedException gone) when (gone.Status == 404)
                {
                    // Deleted by an attempt whose answer was lost.
                }
                catch (RequestFailedException changed) when (changed.Status == 412)
                {
                    throw new HubConflictException($"The row of instance {instanceId} was written by another process.");
                }
            },
            cancellationToken);
        await DeleteBlobAsync(handle, cancellationToken);
    }

    public async IAsyncEnumerable<StoredActive> ReadActiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Read whole before any is handed out: a page that fails is then read again without handing an instance out twice.
        var rows = await retry.DoAsync(
            async token =>
            {
                var read = new List<TableEntity>();
                await foreach (var row in clients.Instances.QueryAsync<TableEntity>(
                    TableClient.CreateQueryFilter($"PartitionKey eq {RowKeys.Active}"), cancellationToken: token))
                {
                    read.Add(row);
                }

                return read;
            },
            cancellationToken);
        foreach (var row in rows)
        {
            yield return await UnpackActiveAsync(row, cancellationToken);
        }
    }

    /// <summary>Writes the end of an instance. It may have been written before, by an attempt that was cut off.</summary>
    public async Task WriteEndedAsync(EndedRecord record, CancellationToken cancellationToken)
    {
        var row = await PackedRow.PackAsync(
            RowKeys.Ended,
            record.InstanceId,
            record,
            HistoryJson.Default.EndedRecord,
            clients.Payloads,
            HistoryStore.BlobFolder(record.InstanceId),
            retry,
            cancellationToken);
        EndedColumns.Set(row, record);
        await retry.DoAsync(token => clients.Instances.UpsertEntityAsync(row, TableUpdateMode.Replace, token), cancellationToken);
    }

    public Task<EndedRecord?> FindEndedAsync(string instanceId, CancellationToken cancellationToken) => retry.DoAsync(
        async token =>
        {
            var found = await clients.Instances.GetEntityIfExistsAsync<TableEntity>(RowKeys.Ended, instanceId, cancellationToken: token);
            return found.HasValue
                ? await PackedRow.UnpackAsync(found.Value!, HistoryJson.Default.EndedRecord, clients.Payloads, token)
                : null;
        },
        cancellationToken);

    /// <summary>The ended instances that fit, by their ids.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="withPayloads">Whether to read inputs, outputs, custom status and failures too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<EndedRecord>> QueryEndedAsync(
        EndedFilter filter, int most, bool withPayloads, CancellationToken cancellationToken) => retry.DoAsync<IReadOnlyList<EndedRecord>>(
        async token =>
        {
            var found = new List<EndedRecord>();
            await foreach (var row in clients.Instances.QueryAsync<TableEntity>(
                filter.ToString(), Math.Clamp(most, 1, 1000), withPayloads ? null : EndedColumns.All, token))
            {
                found.Add(withPayloads
                    ? await PackedRow.UnpackAsync(row, HistoryJson.Default.EndedRecord, clients.Payloads, token)
                    : EndedColumns.Get(row));
                if (found.Count >= most)
                {
                    break;
                }
            }

            return found;
        },
        cancellationToken);

    public Task DeleteEndedAsync(string instanceId, CancellationToken cancellationToken) => retry.DoAsync(
        async token =>
        {
            var found = await clients.Instances.GetEntityIfExistsAsync<TableEntity>(RowKeys.Ended, instanceId, [PackedRow.BlobColumn], token);
            if (found.HasValue)
            {
                if (found.Value!.GetString(PackedRow.BlobColumn) is { } blob)
                {
                    await clients.Payloads.DeleteBlobIfExistsAsync(blob, cancellationToken: token);
                }

                await clients.Instances.DeleteEntityAsync(RowKeys.Ended, instanceId, ETag.All, token);
            }
        },
        cancellationToken);

    private async Task<StoredActive> UnpackActiveAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var handle = new RowHandle(row.ETag, row.GetString(PackedRow.BlobColumn));
        var name = row.GetString(NameColumn) ?? "(unknown)";
        try
        {
            var record = await retry.DoAsync(
                token => PackedRow.UnpackAsync(row, HistoryJson.Default.ActiveRecord, clients.Payloads, token), cancellationToken);
            return new StoredActive(row.RowKey, name, record, null, handle);
        }
        catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException or RequestFailedException { Status: 404 })
        {
            return new StoredActive(row.RowKey, name, null, unreadable.Message, handle);
        }
    }

    private async Task<TableEntity> PackAsync(ActiveRecord record, CancellationToken cancellationToken)
    {
        var row = await PackedRow.PackAsync(
            RowKeys.Active,
            record.InstanceId,
            record,
            HistoryJson.Default.ActiveRecord,
            clients.Payloads,
            HistoryStore.BlobFolder(record.InstanceId),
            retry,
            cancellationToken);
        row[NameColumn] = record.Name;
        return row;
    }

    private async Task<RowHandle> OwnWriteAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var stored = await clients.Instances.GetEntityIfExistsAsync<TableEntity>(
            row.PartitionKey, row.RowKey, [PackedRow.WriteColumn], cancellationToken);
        return stored.HasValue && stored.Value!.GetGuid(PackedRow.WriteColumn) == row.GetGuid(PackedRow.WriteColumn)
            ? new RowHandle(stored.Value.ETag, row.GetString(PackedRow.BlobColumn))
            : throw new HubConflictException($"The row of instance {row.RowKey} was written by another process.");
    }

    private Task DeleteBlobAsync(RowHandle handle, CancellationToken cancellationToken) => handle.Blob is null
        ? Task.CompletedTask
        : retry.DoAsync(token => clients.Payloads.DeleteBlobIfExistsAsync(handle.Blob, cancellationToken: token), cancellationToken);
}
