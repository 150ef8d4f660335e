using System.Security.Cryptography;

namespace FlowFunctions.Security;

/// <summary>
/// One key, as its digest. The key itself is 32 random bytes or more in any text form, so that guessing is hopeless without a slow hash; it is kept nowhere.
/// </summary>
public sealed class KeyOptions
{
    public const int MinimumSaltBytes = 16;

    private const int MaximumNameLength = 200;

    /// <summary>1 to 200 characters; stands as the user in documents and runs. Several keys may have one name, so that keys can be changed without a gap.</summary>
    public string Name { get; set; } = "";

    /// <summary><c>viewer</c>, <c>operator</c> or <c>editor</c>.</summary>
    public string Role { get; set; } = "";

    /// <summary>16 random bytes or more in Base64.</summary>
    public string Salt { get; set; } = "";

    /// <summary>SHA-256 of the salt's bytes followed by the key in UTF-8; 32 bytes in Base64.</summary>
    public string Hash { get; set; } = "";

    /// <summary>As <see cref="SecurityOptions.Faults"/>; each begins with the setting's name within the key.</summary>
    internal IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > MaximumNameLength)
        {
            yield return $"Name is {(string.IsNullOrWhiteSpace(Name) ? "missing" : "too long")}; name the caller in 1 to {MaximumNameLength} characters.";
        }

        if (!KeyRing.TryReadRole(Role, out _))
        {
            yield return $"Role is {(Role.Length == 0 ? "missing" : $"'{Role}'")}; set it to viewer, operator or editor.";
        }

        if (KeyRing.ReadBytes(Salt) is not { Length: >= MinimumSaltBytes })
        {
            yield return $"Salt is {Missing(Salt)}; set it to {MinimumSaltBytes} random bytes or more in Base64, or make the key with 'flows keys new'.";
        }

        if (KeyRing.ReadBytes(Hash) is not { Length: SHA256.HashSizeInBytes })
        {
            yield return $"Hash is {Missing(Hash)}; set it to the SHA-256 of the salt's bytes followed by the key, {SHA256.HashSizeInBytes} bytes in Base64, or make the key with 'flows keys new'.";
        }
    }

    /// <summary>Whether salt and hash are the same; false where they are none.</summary>
    internal bool IsSameKeyAs(KeyOptions other) =>
        KeyRing.ReadBytes(Hash) is { Length: SHA256.HashSizeInBytes } hash
        && KeyRing.ReadBytes(other.Hash) is { } otherHash
        && hash.AsSpan().SequenceEqual(otherHash)
        && KeyRing.ReadBytes(Salt) is { } salt
        && KeyRing.ReadBytes(other.Salt) is { } otherSalt
        && salt.AsSpan().SequenceEqual(otherSalt);

    private static string Missing(string base64) => base64.Length == 0 ? "missing" : "no such value";
}
