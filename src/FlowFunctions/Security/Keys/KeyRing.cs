using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Security;

/// <summary>The keys that are known, as salted digests. Thread-safe.</summary>
public sealed class KeyRing
{
    /// <summary>Length of a seal.</summary>
    internal const int SealBytes = 8;

    private const int MaximumKeyLength = 1024;

    private static readonly byte[] SaltOfKey = "salt of the key "u8.ToArray();

    private volatile StoredKey[] _keys = [];

    public bool IsEmpty => _keys.Length == 0;

    /// <summary>Whose key this is; null if nobody's. Of two entries for one key, which differ in their salts, the later counts.</summary>
    public Caller? Find(string key) => Known(key)?.Owner;

    /// <summary>
    /// Stands for a key without telling anything of it: the same for as long as its salt and its digest are, in every process. Null where the key is not known; else <see cref="FindById"/> finds
    /// by it whom <see cref="Find"/> finds by the key.
    /// </summary>
    public string? IdOf(string key) => Known(key)?.Id;

    /// <summary>Whose key this is, by its <see cref="IdOf"/>; null once it is known no more.</summary>
    public Caller? FindById(string id) => KnownById(id)?.Owner;

    /// <summary>
    /// Eight bytes that only who knows the key's digest can make for <paramref name="content"/>: what is made up is told from what the service has made before storage is asked for it. Null once the
    /// key is known no more.
    /// </summary>
    internal byte[]? Seal(string id, ReadOnlySpan<byte> content) => KnownById(id)?.Seal(content);

    /// <summary>Whether this is the seal of one of the keys.</summary>
    internal bool IsSealed(ReadOnlySpan<byte> content, ReadOnlySpan<byte> seal)
    {
        var isSealed = false;
        foreach (var known in _keys)
        {
            isSealed |= CryptographicOperations.FixedTimeEquals(known.Seal(content), seal);
        }

        return isSealed;
    }

    /// <exception cref="ArgumentException">The options are not valid; see <see cref="SecurityOptions.Faults"/>.</exception>
    internal void Load(IEnumerable<KeyOptions> keys) => _keys = [.. keys.Select(ToStored)];

    /// <summary>Adds a key that this process knows in full.</summary>
    internal void Add(string key, Caller owner)
    {
        // Of the key itself, so that it has the same id after the next start; it is as random as a salt can be.
        var salt = SHA256.HashData([.. SaltOfKey, .. Encoding.UTF8.GetBytes(key)]);
        _keys = [.. _keys, new StoredKey(salt, HashOf(salt, key), owner)];
    }

    internal static byte[] HashOf(byte[] salt, string key) => SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(key)]);

    /// <summary>One word: numbers and lists, which <see cref="Enum.TryParse{TEnum}(string, bool, out TEnum)"/> takes and adds up, name no role.</summary>
    internal static bool TryReadRole(string text, out Role role) => Enum.TryParse(text, ignoreCase: true, out role) && text.All(char.IsAsciiLetter);

    /// <summary>Null where the text is not Base64.</summary>
    internal static byte[]? ReadBytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }

    /// <summary>Every known key is compared, each in constant time, so that the time taken tells nothing about how near a guess is.</summary>
    private StoredKey? Known(string key)
    {
        if (key.Length is 0 or > MaximumKeyLength)
        {
            return null;
        }

        StoredKey? found = null;
        foreach (var known in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(HashOf(known.Salt, key), known.Hash))
            {
                found = known;
            }
        }

        return found;
    }

    private StoredKey? KnownById(string id) => _keys.FirstOrDefault(known => known.Id == id);

    private static StoredKey ToStored(KeyOptions key) =>
        TryReadRole(key.Role, out var role) && ReadBytes(key.Salt) is { } salt && ReadBytes(key.Hash) is { } hash
            ? new(salt, hash, new(key.Name.Trim(), role))
            : throw new ArgumentException($"The key of '{key.Name}' is not valid.", nameof(key));

    private sealed record StoredKey(byte[] Salt, byte[] Hash, Caller Owner)
    {
        private const int IdBytes = 16;

        public string Id { get; } = Convert.ToHexStringLower(SHA256.HashData([.. Salt, .. Hash]).AsSpan(0, IdBytes));

        public byte[] Seal(ReadOnlySpan<byte> content) => HMACSHA256.HashData(Hash, content)[..SealBytes];
    }
}
