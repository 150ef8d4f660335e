using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using FlowFunctions.Storage;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>
/// The rows of the queues in table <c>Targets</c>: one partition a model, with a counter and a row for each ticket under its number. A ticket is added in one
/// transaction with the counter's next value, so numbers are in the order in which tickets came to be. Thread-safe.
/// </summary>
internal sealed class QueueStore(StorageTables tables)
{
    // Before all tickets, so that a scan of the partition reads it first: a ticket that is added after that makes the version that was read worth nothing.
    private const string CounterKey = "counter";
    private const string TicketPrefix = "ticket-";
    private const string LastNumber = "LastNumber";
    private const string RenewedAt = "RenewedAt";

    public async Task<QueueState> ReadAsync(ModelAddress model, CancellationToken cancellationToken)
    {
        var partition = PartitionOf(model);
        var (lastNumber, version) = (0L, default(ETag));
        var tickets = new List<QueuedTicket>();
        await foreach (var row in tables.Targets.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancellationToken))
        {
            if (row.RowKey == CounterKey)
            {
                (lastNumber, version) = (row.GetInt64(LastNumber) ?? 0, row.ETag);
            }
            else
            {
                tickets.Add(ToTicket(row));
            }
        }

        return new(lastNumber, version, tickets);
    }

    /// <returns>The ticket's key; null where another ticket was given since <paramref name="state"/> was read; nothing is written then.</returns>
    public async Task<string?> TryAddAsync(ModelAddress model, QueueState state, QueueTicket ticket, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var partition = PartitionOf(model);
        var number = state.LastNumber + 1;
        var counter = new TableEntity(partition, CounterKey) { [LastNumber] = number, ["Model"] = model.ModelId };
        var row = new TableEntity(partition, TicketPrefix + number.ToString("D19", CultureInfo.InvariantCulture))
        {
            [nameof(QueueTicket.OperationId)] = ticket.OperationId,
            [nameof(QueueTicket.RunId)] = ticket.RunId,
            [nameof(QueueTicket.Referrer)] = ticket.Referrer,
            [nameof(QueueTicket.Name)] = ticket.Name,
            [nameof(QueueTicket.Claims)] = string.Join(' ', ticket.Claims),
            [RenewedAt] = now,
        };
        TableTransactionAction[] actions =
        [
            state.Version == default ? new(TableTransactionActionType.Add, counter) : new(TableTransactionActionType.UpdateReplace, counter, state.Version),
            new(TableTransactionActionType.Add, row),
        ];
        return await tables.Targets.TrySubmitAsync(actions, cancellationToken) is null ? null : row.RowKey;
    }

    /// <returns>False where the ticket is gone, or was renewed by another.</returns>
    public async Task<bool> TryRenewAsync(ModelAddress model, QueuedTicket ticket, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var renewed = new TableEntity(PartitionOf(model), ticket.Key) { [RenewedAt] = now };
        return await tables.Targets.TryWriteAsync(renewed, ticket.Version, cancellationToken, TableUpdateMode.Merge) is not null;
    }

    /// <returns>False where the ticket is gone, or was renewed meanwhile.</returns>
    public Task<bool> TryDropAsync(ModelAddress model, QueuedTicket ticket, CancellationToken cancellationToken) =>
        tables.Targets.TryDeleteAsync(PartitionOf(model), ticket.Key, ticket.Version, cancellationToken);

    /// <summary>Whatever its version.</summary>
    public Task DeleteAsync(ModelAddress model, QueuedTicket ticket, CancellationToken cancellationToken) =>
        tables.Targets.TryDeleteAsync(PartitionOf(model), ticket.Key, ETag.All, cancellationToken);

    private static QueuedTicket ToTicket(TableEntity row) => new(
        row.RowKey,
        new QueueTicket(
            row.GetString(nameof(QueueTicket.OperationId)),
            row.GetString(nameof(QueueTicket.RunId)),
            row.GetString(nameof(QueueTicket.Referrer)),
            row.GetString(nameof(QueueTicket.Name)))
        {
            Claims = row.GetString(nameof(QueueTicket.Claims))?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
        },
        row.GetDateTimeOffset(RenewedAt) ?? DateTimeOffset.MinValue,
        row.ETag);

    /// <summary>A digest, because ids come from requests and may hold what a key may not. A model's id is its own in all workspaces.</summary>
    private static string PartitionOf(ModelAddress model) =>
        "queue-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model.ModelId.ToUpperInvariant())));
}
