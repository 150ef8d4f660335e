using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Security;

/// <summary>The keys that are known, as salted digests. Thread-safe.</summary>
public sealed class KeyRing
{
    private const int MaximumKeyLength = 1024;

    private volatile StoredKey[] _keys = [];

    public bool IsEmpty => _keys.Length == 0;

    /// <summary>
    /// Whose key this is; null if nobody's. Every known key is compared, each in constant time, so that the time taken tells nothing about how near a guess is.
    /// </summary>
    public Caller? Find(string key)
    {
        if (key.Length is 0 or > MaximumKeyLength)
        {
            return null;
        }

        Caller? found = null;
        foreach (var known in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(HashOf(known.Salt, key), known.Hash))
            {
                found = known.Owner;
            }
        }

        return found;
    }

    /// <exception cref="ArgumentException">The options are not valid; see <see cref="SecurityOptions.Faults"/>.</exception>
    internal void Load(IEnumerable<KeyOptions> keys) => _keys = [.. keys.Select(ToStored)];

    /// <summary>Adds a key that this process knows in full.</summary>
    internal void Add(string key, Caller owner)
    {
        var salt = RandomNumberGenerator.GetBytes(KeyOptions.MinimumSaltBytes);
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

    private static StoredKey ToStored(KeyOptions key) =>
        TryReadRole(key.Role, out var role) && ReadBytes(key.Salt) is { } salt && ReadBytes(key.Hash) is { } hash
            ? new(salt, hash, new(key.Name.Trim(), role))
            : throw new ArgumentException($"The key of '{key.Name}' is not valid.", nameof(key));

    private sealed record StoredKey(byte[] Salt, byte[] Hash, Caller Owner);
}
