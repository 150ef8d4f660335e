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
        while (true)
        {
            if (await TryAddAsync(row, cancellationToken) is { } added)
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

            if (await TryReplaceAsync(row, earlier.ETag, cancellationToken) is { } replaced)
            {
                return First(row, replaced);
            }
        }
    }

    /// <summary>Keeps the answer to a first request. One whose claim was taken over meanwhile is not kept.</summary>
    public async Task KeepAsync(Claim claim, StoredAnswer answer, CancellationToken cancellationToken)
    {
        var row = new TableEntity(claim.Partition, claim.Row);
        row.WriteJson(AnswerProperty, answer);
        try
        {
            await tables.Idempotency.UpdateEntityAsync(row, claim.ETag, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.IsLostRace())
        {
            // Whoever took the claim over keeps the answer.
        }
    }

    /// <summary>Makes the next request with this key a first one again.</summary>
    public async Task ReleaseAsync(Claim claim, CancellationToken cancellationToken)
    {
        try
        {
            await tables.Idempotency.DeleteEntityAsync(claim.Partition, claim.Row, claim.ETag, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.IsLostRace())
        {
            // Whoever took the claim over decides about it.
        }
    }

    private static Claim First(TableEntity row, ETag version) => new(ClaimKind.First) { Partition = row.PartitionKey, Row = row.RowKey, ETag = version };

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

    private async Task<ETag?> TryAddAsync(TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            return (await tables.Idempotency.AddEntityAsync(row, cancellationToken)).Headers.ETag;
        }
        catch (RequestFailedException exception) when (exception.IsLostRace())
        {
            return null;
        }
    }

    private async Task<ETag?> TryReplaceAsync(TableEntity row, ETag version, CancellationToken cancellationToken)
    {
        try
        {
            return (await tables.Idempotency.UpdateEntityAsync(row, version, TableUpdateMode.Replace, cancellationToken)).Headers.ETag;
        }
        catch (RequestFailedException exception) when (exception.IsLostRace())
        {
            return null;
        }
    }
}
