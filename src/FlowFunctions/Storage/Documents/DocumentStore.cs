using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace FlowFunctions.Storage;

/// <summary>
/// Documents of one kind in a table. Thread-safe. Every write carries the version that it is based on; names are unique within the kind, ignoring case and
/// surrounding space. A write that storage confirmed is seen by every later read, of this process or another.
/// </summary>
/// <exception cref="RequestFailedException">From every method: storage did not answer after short retries.</exception>
public abstract class DocumentStore<TDocument> : IDisposable
    where TDocument : Document
{
    private readonly SeenDocuments<TDocument> _seen = new();
    private readonly TableClient _table;
    private readonly DocumentRows<TDocument> _rows;
    private readonly DocumentReader<TDocument> _reader;
    private readonly KeyIndexCache<TDocument> _index;
    private readonly Standings<TDocument> _standings;

    private protected DocumentStore(TableClient table, string partition, TimeProvider time)
    {
        _table = table;
        _rows = new(partition);
        _reader = new(table, _rows, _seen);
        _index = new(table, _rows);
        _standings = new(table, _rows, _reader.RangeAsync, time);
    }

    /// <summary>Null where no document has this id.</summary>
    public Task<TDocument?> GetAsync(string id, CancellationToken cancellationToken) => _reader.GetAsync(id, cancellationToken);

    /// <summary>
    /// The document as this process has read or written it last, without a request; null where that is not known any more. It may be out of date, or deleted: good for a write that
    /// carries its version, which says so.
    /// </summary>
    public TDocument? LastSeen(string id) => _seen.Find(id);

    /// <summary>The documents that exist among <paramref name="ids"/>, by id; read a bounded number at a time.</summary>
    public Task<IReadOnlyDictionary<string, TDocument>> GetManyAsync(IEnumerable<string> ids, CancellationToken cancellationToken) =>
        _reader.GetManyAsync(ids, _index.AnyAsync, cancellationToken);

    /// <summary>
    /// One page. The version row is read once; the other rows only where the list changed, and the page's own. A filter by state and an order by dates look at
    /// a few properties of all rows besides, 1,000 a request and at most once every two seconds: what another process has changed of them since is not in it yet.
    /// </summary>
    public async Task<ListPage<TDocument>> ListAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var index = await _index.CurrentAsync(cancellationToken);
        var (entries, totalSize) = index.Slice(query, query.NeedsStandings ? await _standings.CurrentAsync(cancellationToken) : null);
        var documents = await _reader.PageAsync(entries, index, cancellationToken);
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

    /// <summary>The documents that a run holds the lock of, found as <see cref="CountActiveAsync"/> does; there may be as many as there are documents, so they are not read.</summary>
    public async Task<IReadOnlyList<HeldDocument>> ListHeldAsync(CancellationToken cancellationToken) =>
        await _table.QueryAsync<TableEntity>(_rows.ActiveDocuments, select: DocumentRows<TDocument>.HeldProperties, cancellationToken: cancellationToken)
            .Select(DocumentRows<TDocument>.ToHeld)
            .ToListAsync(cancellationToken);

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
    public async Task<WriteResult<TDocument>> ReplaceAsync(TDocument previous, TDocument next, CancellationToken cancellationToken)
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

        var result = await SubmitAsync(actions, next, cancellationToken);
        return result.Status == WriteStatus.Changed && previous.ModificationDate != next.ModificationDate && await GetAsync(next.Id, cancellationToken) is { } stored
            && (stored.ModificationDate, stored.ModifiedBy) == (next.ModificationDate, next.ModifiedBy)

            // An author's change, whose first try was written and its answer lost: its author must not be told that somebody else was faster. A run may have written to it since.
            ? Noted(stored)
            : result;
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

    /// <summary>
    /// Changes many documents, none of which gets another name or other references by it: all that fit in one transaction, each on the condition that it is still the version that it was
    /// read with. Where one is not, they are read again and changed one by one, as <see cref="UpdateAsync"/> does. At-least-once: where this throws, some are changed.
    /// </summary>
    /// <param name="known">As they were read, or seen, before.</param>
    /// <param name="change">As of <see cref="UpdateAsync"/>; null to leave a document as it is, which must not depend on how new that is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task UpdateManyAsync(IEnumerable<TDocument> known, Func<TDocument, TDocument?> change, CancellationToken cancellationToken)
    {
        var changes = known.Select(document => (Document: document, Next: change(document))).Where(pair => pair.Next is not null)
            .Select(pair => new DocumentChange<TDocument>(pair.Document, pair.Next!, _rows.OfDocument(pair.Next!)));
        foreach (var batch in DocumentChange<TDocument>.InTransactions(changes))
        {
            if (!await TryReplaceAsync(batch, cancellationToken))
            {
                foreach (var (document, _, _) in batch)
                {
                    await UpdateAsync(document.Id, change, cancellationToken);
                }
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
            _seen.Dispose();
            _standings.Dispose();
        }
    }

    private WriteResult<TDocument> Noted(TDocument document)
    {
        _standings.Note(document.Id, Standing.Of(document));
        return new(WriteStatus.Written, document);
    }

    private WriteResult<TDocument> Written(TDocument document, Response answer, ITableEntity row)
    {
        var written = document with { ETag = answer.Headers.ETag ?? default };
        _seen.Add(written, DocumentRows<TDocument>.CharactersOf((TableEntity)row));
        return Noted(written);
    }

    /// <returns>False where one of them is not the version any more that it was changed from, and none is written.</returns>
    private async Task<bool> TryReplaceAsync(IReadOnlyList<DocumentChange<TDocument>> batch, CancellationToken cancellationToken)
    {
        if (batch is [var (document, next, _)])
        {
            return (await ReplaceAsync(document, next, cancellationToken)).Status != WriteStatus.Changed;
        }

        try
        {
            var actions = batch.Select(change => new TableTransactionAction(TableTransactionActionType.UpdateReplace, change.Row, change.Document.ETag));
            var answers = (await _table.SubmitTransactionAsync(actions, cancellationToken)).Value;
            foreach (var (change, answer) in batch.Zip(answers))
            {
                Written(change.Next, answer, change.Row);
            }

            return true;
        }
        catch (RequestFailedException exception) when (exception.IsLostRace())
        {
            // Which of them it was is not said.
            foreach (var change in batch)
            {
                _seen.Remove(change.Document.Id);
            }

            return false;
        }
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
                return Written(document, updated, single.Entity);
            }

            var answers = await _table.SubmitTransactionAsync(actions, cancellationToken);
            return actions[0].ActionType == TableTransactionActionType.Delete ? new(WriteStatus.Written, document) : Written(document, answers.Value[0], actions[0].Entity);
        }
        catch (RequestFailedException exception) when (StatusOf(exception) is { } status)
        {
            _seen.Remove(document.Id);
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
}
