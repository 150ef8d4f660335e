using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using FlowFunctions.Storage;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>
/// Which deliveries are done, a row each in table <c>Notifications</c>, so that what is repeated for the sake of one recipient does not reach
/// the others again. A delivery is claimed before it is made: the same message twice in the queue is not sent twice at the same time either.
/// What remains is a crash after the hand-over and before the row says so: mail then goes out again under the same Message-ID, and a
/// webhook is called again with the same Idempotency-Key. Thread-safe.
/// </summary>
public sealed class DeliveryLog(StorageTables tables, IOptions<NotificationsOptions> options, TimeProvider time)
{
    /// <summary>How long it is known what was delivered; a message that is older would be delivered again.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private const string PartitionPrefix = "sent-";
    private const string DateFormat = "yyyyMMdd";
    private const string ClaimedUntilProperty = "ClaimedUntil";
    private const int MaximumTransaction = 100;

    /// <summary>A claim outlasts the delivery that was made under it, whose answer is then known.</summary>
    private static readonly TimeSpan ClaimMargin = TimeSpan.FromSeconds(5);

    private readonly TableClient _table = tables.Notifications;

    /// <returns>Null where the delivery is done.</returns>
    /// <exception cref="DeliveryFailedException">Somebody else is making it just now.</exception>
    public async Task<DeliveryClaim?> TryClaimAsync(NotificationMessage message, DeliveryRoute delivery, CancellationToken cancellationToken)
    {
        var (partition, key) = KeyOf(message, delivery);
        var known = await _table.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellationToken);
        if (known.HasValue && known.Value!.GetDateTimeOffset(ClaimedUntilProperty) is not { })
        {
            return null;
        }

        if (known.HasValue && known.Value!.GetDateTimeOffset(ClaimedUntilProperty) > time.GetUtcNow())
        {
            throw UnderWay();
        }

        var row = new TableEntity(partition, key) { [ClaimedUntilProperty] = time.GetUtcNow() + options.Value.DeliveryTimeout + ClaimMargin };
        var version = await _table.TryWriteAsync(row, known.HasValue ? known.Value!.ETag : default, cancellationToken) ?? throw UnderWay();
        return new(partition, key, version);
    }

    /// <summary>Puts on record that the delivery is done, for good.</summary>
    public Task CompleteAsync(DeliveryClaim claim, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(new TableEntity(claim.PartitionKey, claim.RowKey), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Gives the claim of a delivery back that was not made. One that ran out is left to whoever has it now.</summary>
    public Task ReleaseAsync(DeliveryClaim claim, CancellationToken cancellationToken) =>
        _table.TryDeleteAsync(claim.PartitionKey, claim.RowKey, claim.ETag, cancellationToken);

    /// <summary>Those of the deliveries that are not done.</summary>
    public async Task<IReadOnlyList<DeliveryRoute>> OpenAsync(
        NotificationMessage message, IEnumerable<DeliveryRoute> deliveries, CancellationToken cancellationToken)
    {
        var open = new List<DeliveryRoute>();
        foreach (var delivery in deliveries)
        {
            var (partition, key) = KeyOf(message, delivery);
            var known = await _table.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellationToken);
            if (!known.HasValue || known.Value!.GetDateTimeOffset(ClaimedUntilProperty) is not null)
            {
                open.Add(delivery);
            }
        }

        return open;
    }

    /// <summary>Takes away what is older than <see cref="Retention"/>. May be broken off and called again.</summary>
    /// <returns>How many rows.</returns>
    public async Task<int> PurgeAsync(CancellationToken cancellationToken)
    {
        var end = PartitionPrefix + (time.GetUtcNow() - Retention).ToString(DateFormat, CultureInfo.InvariantCulture);
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {PartitionPrefix} and PartitionKey lt {end}");
        var purged = 0;
        await foreach (var page in _table.QueryAsync<TableEntity>(filter, MaximumTransaction, ["PartitionKey", "RowKey"], cancellationToken).AsPages())
        {
            foreach (var day in page.Values.GroupBy(row => row.PartitionKey))
            {
                await _table.SubmitTransactionAsync(
                    day.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken);
                purged += day.Count();
            }
        }

        return purged;
    }

    private static DeliveryFailedException UnderWay() => new("another delivery of the same message is under way") { IsHeldUp = true };

    /// <summary>By the day on which the run started, so that old rows are a range of keys. A run that is put on record again may end anew, but starts once.</summary>
    private static (string Partition, string Row) KeyOf(NotificationMessage message, DeliveryRoute delivery)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{delivery.Kind}/{delivery.Recipient}"));
        return (
            PartitionPrefix + message.Notice.StartDate.ToString(DateFormat, CultureInfo.InvariantCulture),
            $"{message.Id}-{Convert.ToHexStringLower(digest)}");
    }
}
