using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using FlowFunctions.Storage;

namespace FlowFunctions.Http;

/// <summary>First answers by caller and idempotency key, in table <c>Idempotency</c>; <see cref="IdempotencyPurge"/> deletes them. Thread-safe.</summary>
internal sealed class IdempotencyStore(StorageTables tables, TimeProvider time)
{
    /// <summary>How long an answer is kept, from the first request on.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>A claim without an answer for so long was left by a process that ended; the next request takes it over.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(2);

    private const string ClaimProperty = "Claim";
    private const string OrderProperty = "Order";
    private const string ClaimedAtProperty = "ClaimedAt";
    private const string ExpiresAtProperty = "ExpiresAt";
    private const string FingerprintProperty = "Fingerprint";
    private const string AnswerProperty = "Answer";

    public async Task<Claim> ClaimAsync(string caller, string key, string fingerprint, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var row = new TableEntity(Digest(caller), Digest(key))
        {
            [ClaimProperty] = Guid.CreateVersion7(now).ToString("N"),
            [ClaimedAtProperty] = now,
            [ExpiresAtProperty] = now + Lifetime,
            [FingerprintProperty] = fingerprint,
        };
        row[OrderProperty] = row[ClaimProperty];
        while (true)
        {
            if (await tables.Idempotency.TryWriteAsync(row, default, cancellationToken) is { } added)
            {
                return First(row, added);
            }

            var found = await tables.Idempotency.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
            if (!found.HasValue)
            {
                continue;
            }

            var earlier = found.Value!;
            if (earlier.GetString(ClaimProperty) == row.GetString(ClaimProperty))
            {
                return First(row, earlier.ETag);
            }

            if (!IsOver(earlier, now))
            {
                return Describe(earlier, fingerprint);
            }

            if (earlier.GetString(FingerprintProperty) == fingerprint && earlier.GetDateTimeOffset(ExpiresAtProperty) > now && earlier.GetString(OrderProperty) is { } order)
            {
                row[OrderProperty] = order;
            }

            if (await tables.Idempotency.TryWriteAsync(row, earlier.ETag, cancellationToken) is { } replaced)
            {
                return First(row, replaced);
            }
        }
    }

    /// <summary>Keeps the answer to a first request. One whose claim was taken over meanwhile is not kept.</summary>
    public Task KeepAsync(Claim claim, StoredAnswer answer, CancellationToken cancellationToken)
    {
        var row = new TableEntity(claim.Partition, claim.Row);
        row.WriteJson(AnswerProperty, answer);
        return tables.Idempotency.TryWriteAsync(row, claim.ETag, cancellationToken, TableUpdateMode.Merge);
    }

    /// <summary>Makes the next request with this key a first one again; an equal one has its <see cref="Claim.OrderId"/>. Whoever took the claim over meanwhile decides about it.</summary>
    public Task ReleaseAsync(Claim claim, CancellationToken cancellationToken) =>
        tables.Idempotency.TryWriteAsync(
            new TableEntity(claim.Partition, claim.Row) { [ClaimedAtProperty] = time.GetUtcNow() - StaleAfter }, claim.ETag, cancellationToken, TableUpdateMode.Merge);

    private static Claim First(TableEntity row, ETag version) =>
        new(ClaimKind.First) { Partition = row.PartitionKey, Row = row.RowKey, ETag = version, OrderId = row.GetString(OrderProperty) };

    private static bool IsOver(TableEntity row, DateTimeOffset now) =>
        row.GetDateTimeOffset(ExpiresAtProperty) <= now
        || (LongText.Read(row, AnswerProperty) is null && row.GetDateTimeOffset(ClaimedAtProperty) + StaleAfter <= now);

    private static Claim Describe(TableEntity row, string fingerprint) =>
        row.GetString(FingerprintProperty) != fingerprint
            ? new(ClaimKind.OtherRequest)
            : row.FindJson<StoredAnswer>(AnswerProperty) is { } answer
            ? new(ClaimKind.Answered) { Answer = answer }
            : new(ClaimKind.InProgress);

    /// <summary>Keys and names may hold characters that a table's keys may not.</summary>
    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
