namespace FlowFunctions.Cli.Keys;

/// <summary>A key as the app's settings have it: <c>Security__Keys__{Entry}__Name</c>, <c>__Role</c>, <c>__Salt</c> and <c>__Hash</c>.</summary>
/// <param name="Entry">A number, or any name without <c>__</c>; the app does not look at it.</param>
/// <param name="Name">The user in documents and runs.</param>
/// <param name="Role">viewer, operator or editor.</param>
/// <param name="Salt">Random bytes in Base64.</param>
/// <param name="Hash">SHA-256 of the salt's bytes followed by the key in UTF-8; in Base64.</param>
internal sealed record KeyEntry(string Entry, string Name, string Role, string Salt, string Hash)
{
    private const int FingerprintBytes = 6;

    /// <summary>Tells keys apart without giving anything away: 12 hex digits from the hash; "?" where that cannot be read.</summary>
    public string Fingerprint
    {
        get
        {
            var hash = new byte[Hash.Length];
            return Convert.TryFromBase64String(Hash, hash, out var length) && length >= FingerprintBytes
                ? Convert.ToHexStringLower(hash.AsSpan(0, FingerprintBytes))
                : "?";
        }
    }

    /// <summary>The settings that make the app know the key.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings =>
        [new(SettingOf("Name"), Name), new(SettingOf("Role"), Role), new(SettingOf("Salt"), Salt), new(SettingOf("Hash"), Hash)];

    private string SettingOf(string property) => $"Security__Keys__{Entry}__{property}";
}
