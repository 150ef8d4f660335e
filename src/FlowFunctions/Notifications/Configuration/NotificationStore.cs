using Azure.Data.Tables;
using FlowFunctions.Core;
using FlowFunctions.Storage;

namespace FlowFunctions.Notifications.Configuration;

/// <summary>
/// The notification configurations in table <c>Notifications</c>, each in a partition of its own: they are found by id alone, and have neither
/// names nor a list. Thread-safe.
/// </summary>
public sealed class NotificationStore(StorageTables tables)
{
    private const string RowKey = "configuration";
    private const string ContentProperty = "Document";

    private readonly TableClient _table = tables.Notifications;

    /// <summary>Null where no configuration has this id.</summary>
    public async Task<NotificationDocument?> GetAsync(string id, CancellationToken cancellationToken)
    {
        // What comes from a request's path may hold characters that storage refuses in a key.
        if (!ResourceId.IsValid(id))
        {
            return null;
        }

        var row = await _table.GetEntityIfExistsAsync<TableEntity>(id, RowKey, cancellationToken: cancellationToken);
        return row.HasValue ? ToDocument(row.Value!) : null;
    }

    /// <summary>The ids of the configurations that were made before <paramref name="instant"/>, oldest first: a range of the table's keys, in which nothing else is.</summary>
    public async Task<IReadOnlyList<string>> IdsBeforeAsync(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey lt {ResourceId.FirstAt(instant)} and RowKey eq {RowKey}");
        return await _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey"], cancellationToken: cancellationToken).Select(row => row.PartitionKey).ToListAsync(cancellationToken);
    }

    /// <summary>Writes a configuration with a new id; written twice, it is the same.</summary>
    public async Task<NotificationDocument> CreateAsync(NotificationDocument document, CancellationToken cancellationToken)
    {
        var written = await _table.UpsertEntityAsync(ToRow(document), TableUpdateMode.Replace, cancellationToken);
        return document with { ETag = written.Headers.ETag ?? default };
    }

    /// <returns>The document with its new version; null where it is no longer the version that <paramref name="document"/> was read with, or is gone.</returns>
    public async Task<NotificationDocument?> TryReplaceAsync(NotificationDocument document, CancellationToken cancellationToken) =>
        await _table.TryWriteAsync(ToRow(document), document.ETag, cancellationToken) is { } version
            ? document with { ETag = version }
            : null;

    /// <returns>False where it is no longer the version that <paramref name="document"/> was read with. One that is gone already is deleted.</returns>
    public Task<bool> TryDeleteAsync(NotificationDocument document, CancellationToken cancellationToken) =>
        _table.TryDeleteAsync(document.Id, RowKey, document.ETag, cancellationToken);

    private static TableEntity ToRow(NotificationDocument document)
    {
        var row = new TableEntity(document.Id, RowKey);
        row.WriteJson(ContentProperty, document);
        return row;
    }

    private static NotificationDocument ToDocument(TableEntity row) =>
        row.ReadJson<NotificationDocument>(ContentProperty) with { ETag = row.ETag };
}
