using Azure;
using Azure.Data.Tables;
using FlowFunctions.Core;
using FlowFunctions.Definitions;
using FlowFunctions.Storage;

namespace FlowFunctions.Runs;

/// <summary>
/// The runs that are over of each flow and integration in table <c>RunHistory</c>, newest first. A run gets the next number of its owner when it is
/// added, in one transaction with the owner's count; so a page is a range of keys and the total is one row, however long the
/// history is. Thread-safe.
/// </summary>
public sealed class RunHistory(StorageTables tables)
{
    /// <summary>Two rows an entry and the count fit a transaction of 100.</summary>
    private const int TrimmedAtOnce = 49;

    private readonly TableClient _table = tables.RunHistory;

    /// <summary>
    /// As <see cref="PutAsync"/>, with one request for a run that has no entry yet, where the history still ends at <paramref name="end"/>; without a mark it costs one more, with one
    /// that is out of date two.
    /// </summary>
    /// <param name="run">It has most probably no entry yet.</param>
    /// <param name="end">Where its owner's history ended when somebody looked last; null where nobody knows.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Where the history ends now; null where the run had an entry.</returns>
    public async Task<HistoryMark?> AddAsync(RunDocument run, HistoryMark? end, CancellationToken cancellationToken)
    {
        var added = await TryAddNewAsync(run, end, cancellationToken);
        if (added is null)
        {
            await PutAsync(run, cancellationToken);
        }

        return added;
    }

    /// <summary>
    /// As <see cref="AddAsync"/>, but that an entry of the run that has ended stays as it is: what ended once does not end again.
    /// </summary>
    /// <param name="run">It has ended, and has most probably no entry yet.</param>
    /// <param name="end">Where its owner's history ended when somebody looked last; null where nobody knows.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Where the history ends now, null where the run had an entry; and that entry, with its steps, where it had ended and has stayed.</returns>
    public async Task<(HistoryMark? End, RunDocument? Earlier)> AddOnceAsync(RunDocument run, HistoryMark? end, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await TryAddNewAsync(run, end, cancellationToken) is { } added)
            {
                return (added, null);
            }

            if (await FindEntryAsync(run.OwnerId, run.Id, cancellationToken) is var (known, number, version))
            {
                if (FirstEnd.StandsAgainst(known, run))
                {
                    return (null, known);
                }

                if (await _table.TryWriteAsync(HistoryRows.Entry(run, number), version, cancellationToken) is not null)
                {
                    return (null, null);
                }
            }

            // Others of the owner, or another that ends this run, were faster: one of them always is, so somebody makes progress with every turn of this loop.
            end = null;
        }
    }

    /// <summary>Adds a run that goes on; an entry that it has stays as it is, for it may have ended since it was read. Costs two requests, three where it has one.</summary>
    public async Task AddUnlessKnownAsync(RunDocument run, CancellationToken cancellationToken)
    {
        // Others of the owner may be faster: one of them always is, so somebody makes progress with every turn of this loop.
        while (await TryAddAsync(run, await EndAsync(run.OwnerId, cancellationToken), cancellationToken) is null && !await HasAsync(run.OwnerId, run.Id, cancellationToken))
        {
        }
    }

    /// <summary>
    /// Adds the run to its owner's history, or writes it over its earlier entry. At-least-once: however often it is called, the
    /// history has one entry for the run.
    /// </summary>
    public async Task PutAsync(RunDocument run, CancellationToken cancellationToken)
    {
        while (true)
        {
            var known = await _table.GetEntityIfExistsAsync<TableEntity>(run.OwnerId, HistoryRows.RunKey(run.Id), cancellationToken: cancellationToken);
            if (known.HasValue)
            {
                await _table.UpsertEntityAsync(HistoryRows.Entry(run, known.Value!.GetInt64(HistoryRows.NumberProperty)!.Value), TableUpdateMode.Replace, cancellationToken);
                return;
            }

            if (await TryAddAsync(run, await EndAsync(run.OwnerId, cancellationToken), cancellationToken) is not null)
            {
                return;
            }
        }
    }

    /// <summary>One page, newest first, and how many runs there are in all.</summary>
    public Task<ListPage<RunDocument>> PageAsync(string ownerId, int limit, int offset, CancellationToken cancellationToken) =>
        PageAsync(ownerId, limit, offset, withSteps: false, cancellationToken);

    /// <inheritdoc cref="PageAsync(string, int, int, CancellationToken)"/>
    /// <param name="ownerId">Of the flow or integration.</param>
    /// <param name="limit">Entries on the page at most.</param>
    /// <param name="offset">Entries before it.</param>
    /// <param name="withSteps">Whether flows' runs that have ended have their steps, without messages. Runs that an earlier version recorded have none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<ListPage<RunDocument>> PageAsync(string ownerId, int limit, int offset, bool withSteps, CancellationToken cancellationToken)
    {
        var (total, trimmed, _) = await EndAsync(ownerId, cancellationToken);
        var newest = total - offset;
        var runs = new List<RunDocument>();
        if (newest > trimmed && limit > 0)
        {
            var oldest = Math.Max(trimmed + 1, newest - limit + 1);
            runs = await EntriesAsync(ownerId, oldest, newest, withSteps, cancellationToken).ToListAsync(cancellationToken);
        }

        return new(runs, offset, (int)(total - trimmed));
    }

    /// <summary>
    /// Entries of runs whose ids are of a time from an instant on, without steps, by id. However many there are, it costs a read of a range of ids, and one of the numbers from the least to the
    /// greatest of those that are wanted.
    /// </summary>
    /// <param name="ownerId">Of the flow or integration.</param>
    /// <param name="from">The instant; ids tell it to the millisecond.</param>
    /// <param name="isWanted">Asked of each id, the oldest first.</param>
    /// <param name="isLast">Asked of each id that is wanted: whether no further one is looked at.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyDictionary<string, RunDocument>> FindAsync(
        string ownerId, DateTimeOffset from, Predicate<string> isWanted, Predicate<string> isLast, CancellationToken cancellationToken)
    {
        var numbers = new List<long>();
        var ids = TableClient.CreateQueryFilter($"PartitionKey eq {ownerId} and RowKey ge {HistoryRows.RunKey(ResourceId.FirstAt(from))} and RowKey lt {HistoryRows.BehindRuns}");
        await foreach (var row in _table.QueryAsync<TableEntity>(ids, select: ["RowKey", HistoryRows.NumberProperty], cancellationToken: cancellationToken))
        {
            var id = row.RowKey[HistoryRows.RunPrefix.Length..];
            if (isWanted(id))
            {
                numbers.Add(row.GetInt64(HistoryRows.NumberProperty)!.Value);
                if (isLast(id))
                {
                    break;
                }
            }
        }

        var found = new Dictionary<string, RunDocument>(StringComparer.Ordinal);
        if (numbers.Count == 0)
        {
            return found;
        }

        await foreach (var run in EntriesAsync(ownerId, numbers.Min(), numbers.Max(), withSteps: false, cancellationToken))
        {
            if (isWanted(run.Id))
            {
                found[run.Id] = run;
            }
        }

        return found;
    }

    /// <summary>Whether the history has an entry for the run.</summary>
    public async Task<bool> HasAsync(string ownerId, string runId, CancellationToken cancellationToken) =>
        (await _table.GetEntityIfExistsAsync<TableEntity>(ownerId, HistoryRows.RunKey(runId), select: ["RowKey"], cancellationToken: cancellationToken)).HasValue;

    /// <summary>
    /// Deletes the oldest entries, up to the first whose run started at or after <paramref name="before"/>. Numbers are not given again, so that pages stay ranges
    /// of keys; an owner of whom no entry is left leaves no row behind.
    /// </summary>
    public async Task TrimAsync(string ownerId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        while (true)
        {
            var counted = await _table.GetEntityIfExistsAsync<TableEntity>(ownerId, HistoryRows.CountKey, cancellationToken: cancellationToken);
            if (!counted.HasValue)
            {
                return;
            }

            var (total, trimmed, _) = HistoryRows.EndOf(counted.Value!);
            var oldest = await OldestAsync(ownerId, trimmed, cancellationToken);
            var expired = oldest.TakeWhile(entry => entry.Run.StartDate < before.UtcDateTime).ToList();
            if (expired.Count > 0)
            {
                await TryTrimAsync(counted.Value!, total, trimmed, expired, cancellationToken);
            }

            if (expired.Count < TrimmedAtOnce)
            {
                return;
            }
        }
    }

    /// <summary>A run from its record, as a page of the history would have it: its steps only where it is a flow's and over.</summary>
    internal static RunDocument AsListed(RunDocument run, bool withSteps) => run with
    {
        Steps = withSteps && run is { Kind: RunKind.Flow, EndDate: not null } ? run.Steps : [],
        Details = null,
        Faults = null,
        Outcome = RunOutcomes.Of(run),
    };

    private async Task<HistoryMark> EndAsync(string ownerId, CancellationToken cancellationToken)
    {
        var counted = await _table.GetEntityIfExistsAsync<TableEntity>(ownerId, HistoryRows.CountKey, cancellationToken: cancellationToken);
        return counted.HasValue ? HistoryRows.EndOf(counted.Value!) : new(0, 0, "");
    }

    /// <returns>Where the history ends now; null where the run has an entry already, or others were faster.</returns>
    private async Task<HistoryMark?> TryAddNewAsync(RunDocument run, HistoryMark? end, CancellationToken cancellationToken) =>
        (end is null ? null : await TryAddAsync(run, end, cancellationToken)) ?? await TryAddAsync(run, await EndAsync(run.OwnerId, cancellationToken), cancellationToken);

    /// <summary>The run's entry, with its steps; null where it has none.</summary>
    internal async Task<RunDocument?> FindAsync(string ownerId, string runId, CancellationToken cancellationToken) =>
        (await FindEntryAsync(ownerId, runId, cancellationToken))?.Run;

    private async Task<(RunDocument Run, long Number, ETag Version)?> FindEntryAsync(string ownerId, string runId, CancellationToken cancellationToken)
    {
        var known = await _table.GetEntityIfExistsAsync<TableEntity>(ownerId, HistoryRows.RunKey(runId), cancellationToken: cancellationToken);
        return known.HasValue
            && known.Value!.GetInt64(HistoryRows.NumberProperty) is { } number
            && await RowsAsync(ownerId, number, number, withSteps: true, cancellationToken).FirstOrDefaultAsync(cancellationToken) is { } row
                ? (HistoryRows.ToRun(row), number, row.ETag)
                : null;
    }

    /// <returns>Where the history ends now; null where the run has an entry already, or the history does not end there any more.</returns>
    private async Task<HistoryMark?> TryAddAsync(RunDocument run, HistoryMark end, CancellationToken cancellationToken)
    {
        var number = end.Total + 1;
        var count = HistoryRows.Count(run.OwnerId, number, end.Trimmed);
        TableTransactionAction[] actions =
        [
            end.Version.Length > 0
                ? new(TableTransactionActionType.UpdateReplace, count, new ETag(end.Version))
                : new(TableTransactionActionType.Add, count),
            new(TableTransactionActionType.Add, new TableEntity(run.OwnerId, HistoryRows.RunKey(run.Id)) { [HistoryRows.NumberProperty] = number }),

            // Over what a run that was put again while it was trimmed may have left under the number.
            new(TableTransactionActionType.UpsertReplace, HistoryRows.Entry(run, number)),
        ];
        return await _table.TrySubmitAsync(actions, cancellationToken) is { } version ? new(number, end.Trimmed, version.ToString()) : null;
    }

    /// <summary>Oldest first.</summary>
    private async Task<IReadOnlyList<(TableEntity Row, RunDocument Run)>> OldestAsync(string ownerId, long trimmed, CancellationToken cancellationToken)
    {
        var entries = await RowsAsync(ownerId, trimmed + 1, trimmed + TrimmedAtOnce, withSteps: false, cancellationToken)
            .Select(row => (row, HistoryRows.ToRun(row))).ToListAsync(cancellationToken);
        entries.Reverse();
        return entries;
    }

    /// <summary>The entries of these numbers, the greatest first.</summary>
    private IAsyncEnumerable<RunDocument> EntriesAsync(string ownerId, long first, long last, bool withSteps, CancellationToken cancellationToken) =>
        RowsAsync(ownerId, first, last, withSteps, cancellationToken).Select(HistoryRows.ToRun);

    private AsyncPageable<TableEntity> RowsAsync(string ownerId, long first, long last, bool withSteps, CancellationToken cancellationToken) =>
        _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {ownerId} and RowKey ge {HistoryRows.NumberKey(last)} and RowKey le {HistoryRows.NumberKey(first)}"),
            select: withSteps ? null : HistoryRows.WithoutSteps,
            cancellationToken: cancellationToken);

    private async Task TryTrimAsync(
        TableEntity counted, long total, long trimmed, List<(TableEntity Row, RunDocument Run)> expired, CancellationToken cancellationToken)
    {
        trimmed += expired.Count;
        List<TableTransactionAction> actions =
        [
            trimmed == total
                ? new(TableTransactionActionType.Delete, counted, counted.ETag)
                : new(TableTransactionActionType.UpdateReplace, HistoryRows.Count(counted.PartitionKey, total, trimmed), counted.ETag),
            .. expired.Select(entry => new TableTransactionAction(TableTransactionActionType.Delete, entry.Row, ETag.All)),
            .. expired.Select(entry => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(counted.PartitionKey, HistoryRows.RunKey(entry.Run.Id)), ETag.All)),
        ];

        // Where somebody else adds a run or trims, what is left is found again.
        await _table.TrySubmitAsync(actions, cancellationToken);
    }
}
