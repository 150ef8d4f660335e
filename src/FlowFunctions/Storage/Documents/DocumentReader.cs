using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using FlowFunctions.Core;

namespace FlowFunctions.Storage;

/// <summary>
/// Reads documents of one kind by their ids: one by its keys, a few by filters, many by a scan of what lies between the first and the last, whichever costs least. Thread-safe.
/// </summary>
/// <param name="table">Has the rows.</param>
/// <param name="rows">How they are written.</param>
/// <param name="seen">Remembers what was read.</param>
internal sealed class DocumentReader<TDocument>(TableClient table, DocumentRows<TDocument> rows, SeenDocuments<TDocument> seen)
    where TDocument : Document
{
    private const int MaximumParallelReads = 16;

    /// <summary>A scan that reads up to twice the page's rows is cheaper than a call for each.</summary>
    private const int MaximumScanFactor = 2;

    /// <summary>A filter takes 15 comparisons (https://learn.microsoft.com/rest/api/storageservices/querying-tables-and-entities), of which three say where to look.</summary>
    private const int MaximumIdsInFilter = 12;

    /// <summary>Rows that the account may look through for a few: what it does in some milliseconds. Beyond, one request for each is faster.</summary>
    private const int MaximumLookedThrough = 1000;

    /// <summary>Null where no document has this id.</summary>
    public async Task<TDocument?> GetAsync(string id, CancellationToken cancellationToken)
    {
        // What comes from a request's path may hold characters that storage refuses in a key.
        if (!ResourceId.IsValid(id))
        {
            return null;
        }

        var row = await table.GetEntityIfExistsAsync<TableEntity>(rows.Partition, id, cancellationToken: cancellationToken);
        return row.HasValue ? Seen(row.Value!) : null;
    }

    /// <summary>The documents that exist among <paramref name="ids"/>, by id; read a bounded number at a time.</summary>
    /// <param name="ids">May hold what is no id.</param>
    /// <param name="findIndex">Gives an index that may be out of date: it says only which way is likely to cost least. Not asked for a single id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyDictionary<string, TDocument>> GetManyAsync(
        IEnumerable<string> ids, Func<CancellationToken, ValueTask<KeyIndex>> findIndex, CancellationToken cancellationToken)
    {
        string[] ordered = [.. ids.Where(ResourceId.IsValid).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var index = ordered.Length > 1 ? await findIndex(cancellationToken) : null;
        if (index?.CountBetween(ordered[0], ordered[^1]) <= ordered.Length * MaximumScanFactor)
        {
            return await ScanAsync(ordered.ToHashSet(StringComparer.Ordinal), Seen, cancellationToken);
        }

        string[][] groups = [.. ordered.Chunk(MaximumIdsInFilter)
            .SelectMany(group => index?.CountBetween(group[0], group[^1]) <= MaximumLookedThrough ? [group] : group.Chunk(1))];
        var found = new ConcurrentDictionary<string, TDocument>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaximumParallelReads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(groups, options, async (group, token) =>
        {
            if (group is [var id])
            {
                if (await GetAsync(id, token) is { } document)
                {
                    found[id] = document;
                }

                return;
            }

            await foreach (var row in table.QueryAsync<TableEntity>(rows.DocumentsOf(group), cancellationToken: token))
            {
                found[row.RowKey] = Seen(row);
            }
        });
        return found;
    }

    /// <summary>The documents of a page of a list, by id; without those that were deleted since the index was read.</summary>
    public async Task<IReadOnlyDictionary<string, TDocument>> PageAsync(IReadOnlyList<IndexEntry> entries, KeyIndex index, CancellationToken cancellationToken) =>
        entries.Count > MaximumParallelReads && index.Span(entries) <= entries.Count * MaximumScanFactor
            ? await ScanAsync(entries.Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal), DocumentRows<TDocument>.ToDocument, cancellationToken)
            : await GetManyAsync(entries.Select(entry => entry.Id), _ => ValueTask.FromResult(index), cancellationToken);

    /// <summary>The documents that exist among <paramref name="ids"/>, in their order: all rows from the first to the last are sent.</summary>
    public IAsyncEnumerable<TDocument> RangeAsync(HashSet<string> ids, CancellationToken cancellationToken) =>
        RangeAsync(ids, DocumentRows<TDocument>.ToDocument, cancellationToken);

    private async Task<IReadOnlyDictionary<string, TDocument>> ScanAsync(HashSet<string> ids, Func<TableEntity, TDocument> read, CancellationToken cancellationToken)
    {
        var documents = new Dictionary<string, TDocument>(ids.Count, StringComparer.Ordinal);
        await foreach (var document in RangeAsync(ids, read, cancellationToken))
        {
            documents.Add(document.Id, document);
        }

        return documents;
    }

    private async IAsyncEnumerable<TDocument> RangeAsync(HashSet<string> ids, Func<TableEntity, TDocument> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            yield break;
        }

        var filter = rows.DocumentsBetween(ids.Min(StringComparer.Ordinal)!, ids.Max(StringComparer.Ordinal)!);
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (ids.Contains(row.RowKey))
            {
                yield return read(row);
            }
        }
    }

    private TDocument Seen(TableEntity row)
    {
        var document = DocumentRows<TDocument>.ToDocument(row);
        seen.Add(document, DocumentRows<TDocument>.CharactersOf(row));
        return document;
    }
}
