using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Cli.Keys;

/// <summary>A key that was just made: 32 random bytes in Base64Url.</summary>
/// <param name="Value">The secret itself; shown once, kept nowhere.</param>
/// <param name="Entry">What the app is given instead.</param>
internal sealed record NewKey(string Value, KeyEntry Entry)
{
    private const int KeyBytes = 32;
    private const int SaltBytes = 16;

    /// <param name="name">1 to 200 characters.</param>
    /// <param name="role">viewer, operator or editor.</param>
    /// <param name="entry">Null for the fingerprint, which no other key has.</param>
    public static NewKey Create(string name, string role, string? entry)
    {
        var value = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var hash = SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(value)]);
        var made = new KeyEntry(entry ?? "", name, role, Convert.ToBase64String(salt), Convert.ToBase64String(hash));
        return new(value, entry is null ? made with { Entry = made.Fingerprint } : made);
    }

    /// <summary>Without the secret: a record that finds its way into a log must not take it along.</summary>
    public override string ToString() => $"{Entry.Name} ({Entry.Fingerprint})";
}
