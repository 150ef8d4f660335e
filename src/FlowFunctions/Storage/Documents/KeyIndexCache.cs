using Azure.Data.Tables;

namespace FlowFunctions.Storage;

/// <summary>
/// Keeps the key index of one kind of document in memory, and checks with one read whether it is still true. The keys are scanned only when
/// they changed since.
/// </summary>
internal sealed class KeyIndexCache<TDocument>(TableClient table, DocumentRows<TDocument> rows) : IDisposable
    where TDocument : Document
{
    private readonly SemaphoreSlim _oneScan = new(1, 1);
    private volatile KeyIndex _current = new("", []);

    /// <summary>An index as it was at some time since this process looked first: good for an estimate. Costs requests the first time alone.</summary>
    public async ValueTask<KeyIndex> AnyAsync(CancellationToken cancellationToken) => _current is { Version.Length: > 0 } known ? known : await CurrentAsync(cancellationToken);

    /// <summary>An index that holds every change confirmed before the call.</summary>
    public async Task<KeyIndex> CurrentAsync(CancellationToken cancellationToken)
    {
        var version = await VersionAsync(cancellationToken);
        if (_current is { } cached && cached.Version == version)
        {
            return cached;
        }

        await _oneScan.WaitAsync(cancellationToken);
        try
        {
            // Whoever held the semaphore before may have scanned what we need.
            version = await VersionAsync(cancellationToken);
            return _current is { } scanned && scanned.Version == version ? scanned : _current = await ScanAsync(version, cancellationToken);
        }
        finally
        {
            _oneScan.Release();
        }
    }

    public void Dispose() => _oneScan.Dispose();

    private async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(
            rows.Partition,
            DocumentRows<TDocument>.VersionRowKey,
            cancellationToken: cancellationToken);
        return row.HasValue ? DocumentRows<TDocument>.VersionOf(row.Value!) : "";
    }

    private async Task<KeyIndex> ScanAsync(string version, CancellationToken cancellationToken)
    {
        var entries = new List<IndexEntry>();
        var query = table.QueryAsync<TableEntity>(rows.AllDocuments, select: DocumentRows<TDocument>.IndexProperties, cancellationToken: cancellationToken);
        await foreach (var row in query)
        {
            entries.Add(DocumentRows<TDocument>.ToIndexEntry(row));
        }

        return new(version, entries);
    }
}
