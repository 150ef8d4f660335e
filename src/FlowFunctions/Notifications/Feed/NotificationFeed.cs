using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using FlowFunctions.Storage;

namespace FlowFunctions.Notifications.Feed;

/// <summary>
/// The feed of each user in table <c>Notifications</c>, newest first. An entry gets the next number of its feed in one transaction with the
/// feed's count, so a page is a range of keys, and the totals are one row, however long the feed is. Thread-safe.
/// </summary>
public sealed class NotificationFeed(StorageTables tables)
{
    /// <summary>Of a feed; the oldest entry makes room for a new one.</summary>
    public const int MaximumLength = 1000;

    private const string NumberProperty = "Number";
    private const string ContentProperty = "Entry";
    private const string IdProperty = "Id";
    private const string IsReadProperty = "IsRead";
    private const long LastNumber = 9_999_999_999;

    private readonly TableClient _table = tables.Notifications;

    /// <summary>At-least-once: however often it is called with an entry of the same id, the feed has it once.</summary>
    public async Task AddAsync(string user, FeedEntry entry, CancellationToken cancellationToken)
    {
        var partition = PartitionOf(user);
        while (true)
        {
            if ((await _table.GetEntityIfExistsAsync<TableEntity>(partition, IdKey(entry.Id), cancellationToken: cancellationToken)).HasValue)
            {
                return;
            }

            var count = await CountAsync(partition, cancellationToken);
            var number = count.Last + 1;
            var (removal, wasUnread) = await RemovalOfAsync(partition, number - MaximumLength, count, cancellationToken);
            TableTransactionAction[] actions =
            [
                (count with { Last = number, Unread = count.Unread + (wasUnread ? 0 : 1) }).ToAction(partition),
                new(TableTransactionActionType.Add, new TableEntity(partition, IdKey(entry.Id)) { [NumberProperty] = number }),
                new(TableTransactionActionType.Add, ToRow(partition, number, entry)),
                .. removal,
            ];
            if (await _table.TrySubmitAsync(actions, cancellationToken) is not null)
            {
                return;
            }
        }
    }

    public async Task<FeedPage> PageAsync(string user, int limit, int offset, CancellationToken cancellationToken)
    {
        var partition = PartitionOf(user);
        var count = await CountAsync(partition, cancellationToken);
        var total = (int)Math.Min(count.Last, MaximumLength);
        var entries = new List<FeedEntry>();
        if (offset < total)
        {
            var newest = count.Last - offset;
            var oldest = Math.Max(count.Last - total + 1, newest - limit + 1);
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {partition} and RowKey ge {NumberKey(newest)} and RowKey le {NumberKey(oldest)}");
            await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            {
                entries.Add(ToEntry(row, count));
            }
        }

        return new(new(entries, offset, total), count.Unread);
    }

    /// <summary>An entry that is read already stays so.</summary>
    /// <returns>False where the feed has no such entry.</returns>
    public async Task<bool> MarkReadAsync(string user, string id, CancellationToken cancellationToken)
    {
        var partition = PartitionOf(user);
        while (true)
        {
            var known = await _table.GetEntityIfExistsAsync<TableEntity>(partition, IdKey(id), cancellationToken: cancellationToken);
            if (!known.HasValue)
            {
                return false;
            }

            var count = await CountAsync(partition, cancellationToken);
            var number = known.Value!.GetInt64(NumberProperty)!.Value;
            var row = await _table.GetEntityIfExistsAsync<TableEntity>(partition, NumberKey(number), cancellationToken: cancellationToken);
            if (!row.HasValue || IsRead(row.Value!, count))
            {
                return true;
            }

            row.Value![IsReadProperty] = true;
            TableTransactionAction[] actions =
            [
                (count with { Unread = count.Unread - 1 }).ToAction(partition),
                new(TableTransactionActionType.UpdateReplace, row.Value, row.Value.ETag),
            ];
            if (await _table.TrySubmitAsync(actions, cancellationToken) is not null)
            {
                return true;
            }
        }
    }

    /// <summary>All that are in the feed at the moment of the call; one row, however many.</summary>
    public async Task MarkAllReadAsync(string user, CancellationToken cancellationToken)
    {
        var partition = PartitionOf(user);
        while (true)
        {
            var count = await CountAsync(partition, cancellationToken);
            var read = count with { Unread = 0, ReadUpTo = count.Last };
            if (count.Unread == 0 || await _table.TrySubmitAsync([read.ToAction(partition)], cancellationToken) is not null)
            {
                return;
            }
        }
    }

    private async Task<FeedCount> CountAsync(string partition, CancellationToken cancellationToken) =>
        FeedCount.Of(await _table.GetEntityIfExistsAsync<TableEntity>(partition, FeedCount.RowKey, cancellationToken: cancellationToken));

    /// <summary>What takes the entry of this number away, and whether it was unread; nothing where there is none.</summary>
    private async Task<(IReadOnlyList<TableTransactionAction> Actions, bool WasUnread)> RemovalOfAsync(
        string partition, long number, FeedCount count, CancellationToken cancellationToken)
    {
        if (number < 1)
        {
            return ([], false);
        }

        var row = await _table.GetEntityIfExistsAsync<TableEntity>(partition, NumberKey(number), cancellationToken: cancellationToken);
        if (!row.HasValue)
        {
            return ([], false);
        }

        // The count's version guards both: whoever removes or reads an entry rewrites it.
        return (
            [
                new(TableTransactionActionType.Delete, new TableEntity(partition, row.Value!.RowKey), ETag.All),
                new(TableTransactionActionType.Delete, new TableEntity(partition, IdKey(row.Value.GetString(IdProperty))), ETag.All),
            ],
            !IsRead(row.Value, count));
    }

    private static TableEntity ToRow(string partition, long number, FeedEntry entry)
    {
        var row = new TableEntity(partition, NumberKey(number)) { [NumberProperty] = number, [IdProperty] = entry.Id, [IsReadProperty] = entry.IsRead };
        row.WriteJson(ContentProperty, entry);
        return row;
    }

    private static FeedEntry ToEntry(TableEntity row, FeedCount count) =>
        row.ReadJson<FeedEntry>(ContentProperty) with { IsRead = IsRead(row, count) };

    private static bool IsRead(TableEntity row, FeedCount count) =>
        row.GetBoolean(IsReadProperty) == true || row.GetInt64(NumberProperty) <= count.ReadUpTo;

    /// <summary>The key is a digest because names may hold characters that keys may not.</summary>
    private static string PartitionOf(string user) => "feed-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user)));

    private static string IdKey(string id) => "id-" + id;

    /// <summary>The complement of the number: tables sort ascending, and the newest comes first.</summary>
    private static string NumberKey(long number) => "n" + (LastNumber - number).ToString("D10", CultureInfo.InvariantCulture);
}
