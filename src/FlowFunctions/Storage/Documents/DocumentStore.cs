using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using FlowFunctions.Core;

namespace FlowFunctions.Storage;

/// <summary>
/// Documents of one kind in a table. Thread-safe. Every write carries the version that it is based on; names are unique within the kind, ignoring case and
/// surrounding space. A write that storage confirmed is seen by every later read, of this process or another.
/// </summary>
/// <exception cref="RequestFailedException">From every method: storage did not answer after short retries.</exception>
public abstract class DocumentStore<TDocument> : IDisposable
    where TDocument : Document
{
    private const int MaximumParallelReads = 16;

    /// <summary>A scan that reads up to twice the page's rows is cheaper than a call for each.</summary>
    private const int MaximumScanFactor = 2;

    private readonly TableClient _table;
    private readonly DocumentRows<TDocument> _rows;
    private readonly KeyIndexCache<TDocument> _index;
    private readonly Standings<TDocument> _standings;

    private protected DocumentStore(TableClient table, string partition, TimeProvider time)
    {
        _table = table;
        _rows = new(partition);
        _index = new(table, _rows);
        _standings = new(table, _rows, ReadRangeAsync, time);
    }

    /// <summary>Null where no document has this id.</summary>
    public async Task<TDocument?> GetAsync(string id, CancellationToken cancellationToken)
    {
        // What comes from a request's path may hold characters that storage refuses in a key.
        if (!ResourceId.IsValid(id))
        {
            return null;
        }

        var row = await _table.GetEntityIfExistsAsync<TableEntity>(_rows.Partition, id, cancellationToken: cancellationToken);
        return row.HasValue ? DocumentRows<TDocument>.ToDocument(row.Value!) : null;
    }

    /// <summary>The documents that exist among <paramref name="ids"/>, by id; read a bounded number at a time.</summary>
    public async Task<IReadOnlyDictionary<string, TDocument>> GetManyAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var found = new ConcurrentDictionary<string, TDocument>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaximumParallelReads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(ids.Distinct(StringComparer.Ordinal), options, async (id, token) =>
        {
            if (await GetAsync(id, token) is { } document)
            {
                found[id] = document;
            }
        });
        return found;
    }

    /// <summary>
    /// One page. The version row is read once; the other rows only where the list changed, and the page's own. A filter by state and an order by dates look at
    /// a few properties of all rows besides, 1,000 a request and at most once every two seconds: what another process has changed of them since is not in it yet.
    /// </summary>
    public async Task<ListPage<TDocument>> ListAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var index = await _index.CurrentAsync(cancellationToken);
        var (entries, totalSize) = index.Slice(query, query.NeedsStandings ? await _standings.CurrentAsync(cancellationToken) : null);
        var documents = entries.Count > MaximumParallelReads && index.Span(entries) <= entries.Count * MaximumScanFactor
            ? await ScanAsync(entries, cancellationToken)
            : await GetManyAsync(entries.Select(entry => entry.Id), cancellationToken);
        return new([.. entries.Where(entry => documents.ContainsKey(entry.Id)).Select(entry => documents[entry.Id])], query.Offset, totalSize);
    }

    /// <summary>
    /// Writes to the rows of an earlier version by what lists are filtered and sorted, so that those need not read the documents whole. Nothing of a document changes but its row's version.
    /// </summary>
    /// <returns>How many rows it was written to.</returns>
    public Task<int> CompleteRowsAsync(CancellationToken cancellationToken) => _standings.CompleteAsync(cancellationToken);

    /// <summary>How many documents a run holds the lock of. The account looks through the kind's whole partition, and sends only what it finds.</summary>
    public async Task<int> CountActiveAsync(CancellationToken cancellationToken) =>
        await _table.QueryAsync<TableEntity>(_rows.ActiveDocuments, select: ["RowKey"], cancellationToken: cancellationToken).CountAsync(cancellationToken);

    /// <summary>The documents that a run holds the lock of, found as <see cref="CountActiveAsync"/> does.</summary>
    public async Task<IReadOnlyList<TDocument>> ListActiveAsync(CancellationToken cancellationToken) =>
        await _table.QueryAsync<TableEntity>(_rows.ActiveDocuments, cancellationToken: cancellationToken).Select(DocumentRows<TDocument>.ToDocument).ToListAsync(cancellationToken);

    /// <summary>Those of <paramref name="ids"/> that are ids of documents. Costs one read unless the list changed.</summary>
    public async Task<IReadOnlySet<string>> ExistingAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var index = await _index.CurrentAsync(cancellationToken);
        return ids.Where(index.Contains).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The names of those of <paramref name="ids"/> that are ids of documents, by id. Costs one read unless the list changed.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }

        var index = await _index.CurrentAsync(cancellationToken);
        return ids.Distinct(StringComparer.Ordinal).Select(index.Find).OfType<IndexEntry>().ToDictionary(entry => entry.Id, entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The names, by id, of the documents that refer to <paramref name="id"/>; oldest first.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> ReferrersOfAsync(string id, CancellationToken cancellationToken)
    {
        var index = await _index.CurrentAsync(cancellationToken);
        return [.. index.ReferrersOf(id).Select(entry => KeyValuePair.Create(entry.Id, entry.Name))];
    }

    /// <summary>Ends as <see cref="WriteStatus.Written"/> or <see cref="WriteStatus.NameTaken"/>.</summary>
    public async Task<WriteResult<TDocument>> CreateAsync(TDocument document, CancellationToken cancellationToken)
    {
        TableTransactionAction[] actions =
        [
            new(TableTransactionActionType.Add, _rows.OfDocument(document)),
            new(TableTransactionActionType.Add, _rows.OfName(document)),
            new(TableTransactionActionType.UpsertReplace, _rows.NextVersion()),
        ];
        var result = await SubmitAsync(actions, document, cancellationToken);
        return result.Status == WriteStatus.NameTaken && await IsOwnNameAsync(document, cancellationToken)

            // The first try was written and its answer lost; the client library's retry found our own rows.
            ? Noted(await GetAsync(document.Id, cancellationToken) ?? document)
            : result;
    }

    /// <summary>
    /// Writes <paramref name="next"/> over <paramref name="previous"/>. Ends as <see cref="WriteStatus.Written"/>, <see cref="WriteStatus.NameTaken"/>,
    /// <see cref="WriteStatus.NotFound"/>, or <see cref="WriteStatus.Changed"/> where the row is no longer the one that <paramref name="previous"/> was read from.
    /// </summary>
    public Task<WriteResult<TDocument>> ReplaceAsync(TDocument previous, TDocument next, CancellationToken cancellationToken)
    {
        var update = new TableTransactionAction(TableTransactionActionType.UpdateReplace, _rows.OfDocument(next), previous.ETag);
        List<TableTransactionAction> actions = [update];
        if (DocumentRows<TDocument>.NameKey(previous.Name) != DocumentRows<TDocument>.NameKey(next.Name))
        {
            actions.Add(new(TableTransactionActionType.Add, _rows.OfName(next)));
            actions.Add(new(TableTransactionActionType.Delete, _rows.OfName(previous), ETag.All));
        }

        if (previous.Name != next.Name || !previous.References.SequenceEqual(next.References, StringComparer.Ordinal))
        {
            actions.Add(new(TableTransactionActionType.UpsertReplace, _rows.NextVersion()));
        }

        return SubmitAsync(actions, next, cancellationToken);
    }

    /// <summary>
    /// Reads, changes and writes; a race that is lost to another writer is run again from a fresh read, so <paramref name="change"/> may be called several times
    /// and must give the same answer for the same document. It returns null to leave the document as it is (<see cref="WriteStatus.Declined"/>).
    /// </summary>
    public async Task<WriteResult<TDocument>> UpdateAsync(string id, Func<TDocument, TDocument?> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var current = await GetAsync(id, cancellationToken);
            if (current is null)
            {
                return new(WriteStatus.NotFound, null);
            }

            if (change(current) is not { } next)
            {
                return new(WriteStatus.Declined, null);
            }

            // One of the racing writers always wins, so somebody makes progress with every turn of this loop.
            var result = await ReplaceAsync(current, next, cancellationToken);
            if (result.Status != WriteStatus.Changed)
            {
                return result;
            }
        }
    }

    /// <summary>Ends as <see cref="WriteStatus.Written"/>, <see cref="WriteStatus.NotFound"/> or <see cref="WriteStatus.Changed"/>.</summary>
    public async Task<WriteStatus> DeleteAsync(TDocument document, CancellationToken cancellationToken)
    {
        TableTransactionAction[] actions =
        [
            new(TableTransactionActionType.Delete, new TableEntity(_rows.Partition, document.Id), document.ETag),
            new(TableTransactionActionType.Delete, _rows.OfName(document), ETag.All),
            new(TableTransactionActionType.UpsertReplace, _rows.NextVersion()),
        ];
        var result = await SubmitAsync(actions, document, cancellationToken);
        if (result.IsWritten)
        {
            _standings.Note(document.Id, standing: null);
        }

        return result.Status;
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _index.Dispose();
            _standings.Dispose();
        }
    }

    private WriteResult<TDocument> Noted(TDocument document)
    {
        _standings.Note(document.Id, Standing.Of(document));
        return new(WriteStatus.Written, document);
    }

    private async Task<WriteResult<TDocument>> SubmitAsync(
        IReadOnlyList<TableTransactionAction> actions,
        TDocument document,
        CancellationToken cancellationToken)
    {
        try
        {
            // A transaction costs more than a plain update, and most updates (a run's lock, its end) touch one row.
            if (actions is [{ ActionType: TableTransactionActionType.UpdateReplace } single])
            {
                var updated = await _table.UpdateEntityAsync(single.Entity, single.ETag, TableUpdateMode.Replace, cancellationToken);
                return Noted(document with { ETag = updated.Headers.ETag ?? default });
            }

            var answers = await _table.SubmitTransactionAsync(actions, cancellationToken);
            return Noted(document with { ETag = answers.Value[0].Headers.ETag ?? default });
        }
        catch (RequestFailedException exception) when (StatusOf(exception) is { } status)
        {
            return new(status, null);
        }
    }

    private static WriteStatus? StatusOf(RequestFailedException exception) =>
        exception.Status switch
        {
            409 when exception.ErrorCode == TableErrorCode.EntityAlreadyExists => WriteStatus.NameTaken,
            412 => WriteStatus.Changed,
            404 when exception.ErrorCode != TableErrorCode.TableNotFound => WriteStatus.NotFound,
            _ => null,
        };

    private async Task<bool> IsOwnNameAsync(TDocument document, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(_rows.Partition, DocumentRows<TDocument>.NameKey(document.Name), cancellationToken: cancellationToken);
        return row.HasValue && DocumentRows<TDocument>.IdOfName(row.Value!) == document.Id;
    }

    private async Task<IReadOnlyDictionary<string, TDocument>> ScanAsync(IReadOnlyList<IndexEntry> entries, CancellationToken cancellationToken)
    {
        var ids = entries.Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
        var documents = new Dictionary<string, TDocument>(ids.Count, StringComparer.Ordinal);
        await foreach (var document in ReadRangeAsync(ids, cancellationToken))
        {
            documents.Add(document.Id, document);
        }

        return documents;
    }

    /// <summary>The documents that exist among <paramref name="ids"/>, in their order: all rows from the first to the last are sent.</summary>
    private async IAsyncEnumerable<TDocument> ReadRangeAsync(HashSet<string> ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            yield break;
        }

        var filter = _rows.DocumentsBetween(ids.Min(StringComparer.Ordinal)!, ids.Max(StringComparer.Ordinal)!);
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (ids.Contains(row.RowKey))
            {
                yield return DocumentRows<TDocument>.ToDocument(row);
            }
        }
    }
}
