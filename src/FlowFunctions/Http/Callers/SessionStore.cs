using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using FlowFunctions.Security;
using FlowFunctions.Storage;

namespace FlowFunctions.Http;

/// <summary>
/// Sessions, and the one-time codes that open them, in table <c>Sessions</c>. Both are 24 random bytes of which only the digest is stored, which is enough for what nobody can guess, and behind them
/// the seal of their key, by which what somebody makes up is refused before storage is asked. A session is of a key: its caller is the key's owner as the key ring has it at each request, and with
/// the key it ends. Thread-safe.
/// </summary>
internal sealed class SessionStore(StorageTables tables, KeyRing keys, TimeProvider time)
{
    /// <summary>From its making until a code opens nothing any more.</summary>
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(5);

    /// <summary>A working day; it is not prolonged.</summary>
    public static readonly TimeSpan SessionLifetime = TimeSpan.FromHours(8);

    /// <summary>How long a session counts without being read again: for so long after its end by another process, it may go on in this one.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(30);

    /// <summary>Tells a session's token from a key, for people and for the look-up.</summary>
    private const string TokenPrefix = "fs_";

    private const int RandomBytes = 24;
    private const int SecretLength = 43;
    private const string Partition = "sessions";
    private const string CodePrefix = "code-";
    private const string SessionPrefix = "session-";
    private const string KeyProperty = "KeyId";
    private const string ExpiresAtProperty = "ExpiresAt";

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Whether this is the token of a session that was opened once, of a key that is known; the session may have ended. Storage is not asked.</summary>
    public bool IsToken(string credential) => credential.StartsWith(TokenPrefix, StringComparison.Ordinal) && IsSecret(credential.AsSpan(TokenPrefix.Length));

    /// <summary>Makes a code by which a session of the key can be opened, once.</summary>
    /// <param name="keyId">Of the key (<see cref="KeyRing.IdOf"/>).</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null once the key is known no more.</returns>
    public async Task<(string Code, DateTimeOffset ExpiresAt)?> AddCodeAsync(string keyId, CancellationToken cancellationToken)
    {
        if (NewSecret(keyId) is not { } code)
        {
            return null;
        }

        var row = Row(CodePrefix + Digest(code), keyId, CodeLifetime);
        await tables.Sessions.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        return (code, row.GetDateTimeOffset(ExpiresAtProperty)!.Value);
    }

    /// <summary>Opens a session with a code. The code goes in the transaction that the session comes in: of two who use it, one gets a session.</summary>
    /// <returns>The session's token and its caller; null for a code that was never made, was used, has expired, or is of a key that is no more.</returns>
    public async Task<(string Token, Caller Caller)?> OpenAsync(string code, CancellationToken cancellationToken)
    {
        if (!IsSecret(code))
        {
            return null;
        }

        var found = await tables.Sessions.GetEntityIfExistsAsync<TableEntity>(Partition, CodePrefix + Digest(code), cancellationToken: cancellationToken);
        if (!found.HasValue || IsExpired(found.Value!))
        {
            return null;
        }

        var keyId = found.Value!.GetString(KeyProperty);
        if (keys.FindById(keyId) is not { } owner || NewSecret(keyId) is not { } secret)
        {
            return null;
        }

        var token = TokenPrefix + secret;
        var session = Row(SessionPrefix + Digest(token), keyId, SessionLifetime);
        TableTransactionAction[] exchange =
        [
            new(TableTransactionActionType.Delete, found.Value, found.Value.ETag),
            new(TableTransactionActionType.Add, session),
        ];
        if (await tables.Sessions.TrySubmitAsync(exchange, cancellationToken) is null
            && !(await tables.Sessions.GetEntityIfExistsAsync<TableEntity>(Partition, session.RowKey, cancellationToken: cancellationToken)).HasValue)
        {
            // Somebody else used it. Had the answer alone been lost, the session would be there.
            return null;
        }

        return (token, CallerOf(owner, session.GetDateTimeOffset(ExpiresAtProperty)!.Value));
    }

    /// <summary>As <see cref="FindAsync"/>, of a session that was read a moment ago; null for another.</summary>
    public Caller? FindKnown(string token) =>
        _known.TryGetValue(Digest(token), out var known) && time.GetUtcNow() - known.ReadAt < KnownFor ? CallerOf(known) : null;

    /// <summary>Whose session it is; null where it is none, or has ended.</summary>
    public async Task<Caller?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var digest = Digest(token);
        var found = await tables.Sessions.GetEntityIfExistsAsync<TableEntity>(Partition, SessionPrefix + digest, cancellationToken: cancellationToken);
        if (!found.HasValue)
        {
            _known.TryRemove(digest, out _);
            return null;
        }

        Forget();
        var known = new Known(found.Value!.GetString(KeyProperty), found.Value.GetDateTimeOffset(ExpiresAtProperty)!.Value, time.GetUtcNow());
        _known[digest] = known;
        return CallerOf(known);
    }

    /// <summary>Ends a session.</summary>
    public async Task EndAsync(string token, CancellationToken cancellationToken)
    {
        await tables.Sessions.DeleteEntityAsync(Partition, SessionPrefix + Digest(token), Azure.ETag.All, cancellationToken);
        _known.TryRemove(Digest(token), out _);
    }

    /// <summary>Null once the key is known no more.</summary>
    private string? NewSecret(string keyId)
    {
        var random = RandomNumberGenerator.GetBytes(RandomBytes);
        return keys.Seal(keyId, random) is { } seal ? Base64Url.EncodeToString([.. random, .. seal]) : null;
    }

    private bool IsSecret(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[RandomBytes + KeyRing.SealBytes];
        return text.Length == SecretLength
            && Base64Url.DecodeFromChars(text, bytes, out _, out var length) == OperationStatus.Done
            && length == bytes.Length
            && keys.IsSealed(bytes[..RandomBytes], bytes[RandomBytes..]);
    }

    private static string Digest(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static Caller CallerOf(Caller owner, DateTimeOffset expiresAt) => owner with { SignIn = SignIn.Session, ExpiresAt = expiresAt };

    private Caller? CallerOf(Known known) =>
        known.ExpiresAt > time.GetUtcNow() && keys.FindById(known.KeyId) is { } owner ? CallerOf(owner, known.ExpiresAt) : null;

    private TableEntity Row(string key, string keyId, TimeSpan lifetime) =>
        new(Partition, key) { [KeyProperty] = keyId, [ExpiresAtProperty] = time.GetUtcNow() + lifetime };

    private bool IsExpired(TableEntity row) => row.GetDateTimeOffset(ExpiresAtProperty) <= time.GetUtcNow();

    /// <summary>What has not been used lately, so that the memory it takes follows the people at work.</summary>
    private void Forget()
    {
        foreach (var (digest, _) in _known.Where(one => time.GetUtcNow() - one.Value.ReadAt >= KnownFor))
        {
            _known.TryRemove(digest, out _);
        }
    }

    private sealed record Known(string KeyId, DateTimeOffset ExpiresAt, DateTimeOffset ReadAt);
}
