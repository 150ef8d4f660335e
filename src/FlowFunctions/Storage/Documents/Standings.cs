using System.Collections.Immutable;
using Azure.Data.Tables;

namespace FlowFunctions.Storage;

/// <summary>
/// The standings of all documents of one kind, for lists that are filtered by state or sorted by dates. A scan of the rows, of which a few properties are sent, 1,000 a request, is shared by all who
/// ask within two seconds; what this process writes meanwhile is in it at once. Thread-safe.
/// </summary>
/// <param name="table">Has the rows.</param>
/// <param name="rows">How they are written.</param>
/// <param name="read">Reads the documents of some ids, in their order, by one range of keys.</param>
/// <param name="time">Measures how old a scan is.</param>
internal sealed class Standings<TDocument>(
    TableClient table, DocumentRows<TDocument> rows, Func<HashSet<string>, CancellationToken, IAsyncEnumerable<TDocument>> read, TimeProvider time) : IDisposable
    where TDocument : Document
{
    /// <summary>From the end of a scan; for so long a write of another process may stay unseen.</summary>
    public static readonly TimeSpan SharedFor = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _oneScan = new(1, 1);
    private readonly Lock _lock = new();
    private Scan? _last;

    /// <summary>What was written while a scan is under way, which may have passed the row before; null while none is.</summary>
    private List<(string Id, Standing? Standing)>? _writtenMeanwhile;

    /// <summary>By id; with every change that this process was confirmed before the call, and those of others that are older than <see cref="SharedFor"/>.</summary>
    public async Task<IReadOnlyDictionary<string, Standing>> CurrentAsync(CancellationToken cancellationToken)
    {
        if (FindShared() is { } shared)
        {
            return shared;
        }

        await _oneScan.WaitAsync(cancellationToken);
        try
        {
            // Whoever held the semaphore before has scanned what we need.
            return FindShared() ?? await ScanAndShareAsync(cancellationToken);
        }
        finally
        {
            _oneScan.Release();
        }
    }

    /// <summary>To be called when a write is confirmed, before whoever asked for it is told.</summary>
    /// <param name="id">Of the document.</param>
    /// <param name="standing">Null where the document is gone.</param>
    public void Note(string id, Standing? standing)
    {
        lock (_lock)
        {
            _writtenMeanwhile?.Add((id, standing));
            if (_last is { } last)
            {
                _last = last with { Standings = With(last.Standings, id, standing) };
            }
        }
    }

    /// <summary>
    /// Writes its standing to each row that an earlier version has written without, as long as the row is still the one that was read; so the lists need not read those documents whole. The
    /// document stays as it is, and its row's version is a new one.
    /// </summary>
    /// <returns>How many rows it was written to.</returns>
    public async Task<int> CompleteAsync(CancellationToken cancellationToken)
    {
        var (_, unknown) = await ScanRowsAsync(cancellationToken);
        var completed = 0;
        await foreach (var document in read(unknown, cancellationToken))
        {
            completed += await table.TryWriteAsync(rows.OfStanding(document), document.ETag, cancellationToken, TableUpdateMode.Merge) is null ? 0 : 1;
        }

        return completed;
    }

    public void Dispose() => _oneScan.Dispose();

    private ImmutableDictionary<string, Standing>? FindShared()
    {
        lock (_lock)
        {
            return _last is { } last && time.GetElapsedTime(last.EndedAt) < SharedFor ? last.Standings : null;
        }
    }

    private async Task<ImmutableDictionary<string, Standing>> ScanAndShareAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _writtenMeanwhile = [];
        }

        try
        {
            var standings = await ScanAsync(cancellationToken);
            lock (_lock)
            {
                standings = _writtenMeanwhile!.Aggregate(standings, (all, written) => With(all, written.Id, written.Standing));
                _last = new(standings, time.GetTimestamp());
                return standings;
            }
        }
        finally
        {
            lock (_lock)
            {
                _writtenMeanwhile = null;
            }
        }
    }

    private async Task<ImmutableDictionary<string, Standing>> ScanAsync(CancellationToken cancellationToken)
    {
        var (standings, unknown) = await ScanRowsAsync(cancellationToken);
        await foreach (var document in read(unknown, cancellationToken))
        {
            standings[document.Id] = Standing.Of(document);
        }

        return standings.ToImmutable();
    }

    private async Task<(ImmutableDictionary<string, Standing>.Builder Standings, HashSet<string> Unknown)> ScanRowsAsync(CancellationToken cancellationToken)
    {
        var standings = ImmutableDictionary.CreateBuilder<string, Standing>(StringComparer.Ordinal);
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        var query = table.QueryAsync<TableEntity>(rows.AllDocuments, select: DocumentRows<TDocument>.StandingProperties, cancellationToken: cancellationToken);
        await foreach (var row in query)
        {
            if (DocumentRows<TDocument>.ToStanding(row) is { } standing)
            {
                standings.Add(row.RowKey, standing);
            }
            else
            {
                unknown.Add(row.RowKey);
            }
        }

        return (standings, unknown);
    }

    private static ImmutableDictionary<string, Standing> With(ImmutableDictionary<string, Standing> standings, string id, Standing? standing) =>
        standing is null ? standings.Remove(id) : standings.SetItem(id, standing);

    /// <param name="Standings">By id.</param>
    /// <param name="EndedAt">Timestamp of the clock.</param>
    private sealed record Scan(ImmutableDictionary<string, Standing> Standings, long EndedAt);
}
