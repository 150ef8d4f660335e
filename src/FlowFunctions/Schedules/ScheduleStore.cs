using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using FlowFunctions.Storage;

namespace FlowFunctions.Schedules;

/// <summary>The schedules in table <c>Schedules</c>, and what is due when; see <see cref="ScheduleRows"/>. Thread-safe.</summary>
/// <exception cref="RequestFailedException">From every method: storage did not answer after short retries.</exception>
public sealed class ScheduleStore(StorageTables tables)
{
    private const int MaximumParallelReads = 16;

    /// <summary>One answer of the table service.</summary>
    private const int RowsPerAnswer = 1000;

    private readonly TableClient _table = tables.Schedules;

    /// <summary>Null where the flow or integration has no schedule.</summary>
    public async Task<ScheduleDocument?> GetAsync(string ownerId, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(ScheduleRows.Partition, ScheduleRows.KeyOf(ownerId), cancellationToken: cancellationToken);
        return row.HasValue ? ScheduleRows.ToSchedule(row.Value!) : null;
    }

    /// <summary>
    /// The schedules of those of <paramref name="ownerIds"/> that have one, by owner. The range of their keys is read, in answers of 1,000 schedules, for as long as that is fewer reads than one
    /// for each owner that is yet to come in it; so it costs fewer reads than twice the owners, however many schedules there are.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, ScheduleDocument>> GetManyAsync(IReadOnlyCollection<string> ownerIds, CancellationToken cancellationToken)
    {
        if (ownerIds.Count == 0)
        {
            return new Dictionary<string, ScheduleDocument>(StringComparer.Ordinal);
        }

        var found = new ConcurrentDictionary<string, ScheduleDocument>(StringComparer.Ordinal);
        var wanted = ownerIds.ToHashSet(StringComparer.Ordinal);
        var filter = ScheduleRows.Between(wanted.Min(StringComparer.Ordinal)!, wanted.Max(StringComparer.Ordinal)!);
        var answers = 0;
        await foreach (var page in _table.QueryAsync<TableEntity>(filter, RowsPerAnswer, cancellationToken: cancellationToken).AsPages())
        {
            foreach (var row in page.Values.Where(row => wanted.Contains(ScheduleRows.OwnerOfSchedule(row))))
            {
                found[ScheduleRows.OwnerOfSchedule(row)] = ScheduleRows.ToSchedule(row);
            }

            if (page.ContinuationToken is null)
            {
                return found;
            }

            // An answer may be empty and yet not the last.
            if (page.Values is [.., var last])
            {
                wanted.RemoveWhere(id => string.CompareOrdinal(id, ScheduleRows.OwnerOfSchedule(last)) <= 0);
            }

            if (++answers >= wanted.Count)
            {
                break;
            }
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = MaximumParallelReads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(wanted, options, async (id, token) =>
        {
            if (await GetAsync(id, token) is { } schedule)
            {
                found[id] = schedule;
            }
        });
        return found;
    }

    /// <summary>All of them, in pages of the service's.</summary>
    public async Task<IReadOnlyList<ScheduleDocument>> ListAsync(CancellationToken cancellationToken) =>
        await _table.QueryAsync<TableEntity>(ScheduleRows.All, cancellationToken: cancellationToken).Select(ScheduleRows.ToSchedule).ToListAsync(cancellationToken);

    /// <returns>The schedule as it is stored; null where the owner has one already, which is left as it is.</returns>
    public Task<ScheduleDocument?> CreateAsync(ScheduleDocument schedule, CancellationToken cancellationToken) =>
        SubmitAsync(schedule, [new(TableTransactionActionType.Add, ScheduleRows.OfSchedule(schedule)), .. Due(schedule)], cancellationToken);

    /// <summary>Writes <paramref name="next"/> over <paramref name="previous"/>, and moves what is due along.</summary>
    /// <param name="previous">As it was read.</param>
    /// <param name="next">Of the same owner.</param>
    /// <param name="pending">What the step from one to the other leaves to be done.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The schedule as it is stored; null where it is no longer the one that was read.</returns>
    public Task<ScheduleDocument?> ReplaceAsync(
        ScheduleDocument previous, ScheduleDocument next, PendingRun? pending, CancellationToken cancellationToken)
    {
        List<TableTransactionAction> actions = [new(TableTransactionActionType.UpdateReplace, ScheduleRows.OfSchedule(next), previous.ETag)];
        if (previous.NextAt != next.NextAt)
        {
            actions.AddRange(NoLongerDue(previous));
            actions.AddRange(Due(next));
        }

        if (pending is not null)
        {
            actions.Add(new(TableTransactionActionType.UpsertReplace, ScheduleRows.OfPending(pending)));
        }

        return SubmitAsync(next, actions, cancellationToken);
    }

    /// <returns>
    /// False where the schedule is no longer the one that was read. Where it is gone, it is deleted: by this very request, whose first answer was lost, or by another at the same time.
    /// </returns>
    public async Task<bool> DeleteAsync(ScheduleDocument schedule, CancellationToken cancellationToken) =>
        await SubmitAsync(
            schedule,
            [new(TableTransactionActionType.Delete, ScheduleRows.OfSchedule(schedule), schedule.ETag), .. NoLongerDue(schedule)],
            cancellationToken) is not null
        || await GetAsync(schedule.OwnerId, cancellationToken) is null;

    /// <summary>Deletes the owner's schedule, whatever it is; nothing where there is none.</summary>
    public async Task DeleteOfAsync(string ownerId, CancellationToken cancellationToken)
    {
        while (await GetAsync(ownerId, cancellationToken) is { } schedule && !await DeleteAsync(schedule, cancellationToken))
        {
            // Changed meanwhile: read it again.
        }
    }

    /// <summary>The owners of the schedules that are due, the longest due first. A read of a range of keys, however many schedules there are.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyList<string>> DueAsync(DateTime now, CancellationToken cancellationToken)
    {
        var owners = new List<string>();
        await foreach (var row in _table.QueryAsync<TableEntity>(ScheduleRows.DueUntil(now), cancellationToken: cancellationToken))
        {
            owners.Add(ScheduleRows.OwnerOf(row));
        }

        return owners;
    }

    /// <summary>What was decided and may not have been done yet.</summary>
    public async Task<IReadOnlyList<PendingRun>> PendingAsync(CancellationToken cancellationToken)
    {
        var pending = new List<PendingRun>();
        await foreach (var row in _table.QueryAsync<TableEntity>(ScheduleRows.AllPending, cancellationToken: cancellationToken))
        {
            pending.Add(ScheduleRows.ToPending(row));
        }

        return pending;
    }

    /// <summary>Forgets what has been done; also where somebody else has forgotten it already.</summary>
    public Task CompleteAsync(PendingRun pending, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(ScheduleRows.Partition, pending.Key, ETag.All, cancellationToken);

    private static IEnumerable<TableTransactionAction> Due(ScheduleDocument schedule) =>
        schedule.NextAt is { } dueAt ? [new(TableTransactionActionType.UpsertReplace, ScheduleRows.OfDue(schedule.OwnerId, dueAt))] : [];

    private static IEnumerable<TableTransactionAction> NoLongerDue(ScheduleDocument schedule) =>
        schedule.NextAt is { } dueAt ? [new(TableTransactionActionType.Delete, ScheduleRows.OfDue(schedule.OwnerId, dueAt), ETag.All)] : [];

    /// <returns>Null where another writer was faster; nothing is written then.</returns>
    private async Task<ScheduleDocument?> SubmitAsync(
        ScheduleDocument schedule, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        if (await _table.TrySubmitAsync(actions, cancellationToken) is { } version)
        {
            return schedule with { ETag = version };
        }

        // The client library's own retry may have found the first try's rows: then the schedule is ours all the same.
        return await GetAsync(schedule.OwnerId, cancellationToken) is { } stored && (stored.Version, stored.NextAt) == (schedule.Version, schedule.NextAt)
            ? stored
            : null;
    }
}
