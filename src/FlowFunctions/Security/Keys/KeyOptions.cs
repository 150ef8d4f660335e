namespace FlowFunctions.Security;

/// <summary>
/// One key, as its digest. The key itself is 32 random bytes or more in any text form, so that guessing is hopeless without a slow hash; it is kept nowhere.
/// </summary>
public sealed class KeyOptions
{
    public const int MinimumSaltBytes = 16;

    /// <summary>1 to 200 characters; stands as the user in documents and runs. Several keys may have one name, so that keys can be changed without a gap.</summary>
    public string Name { get; set; } = "";

    /// <summary><c>viewer</c>, <c>operator</c> or <c>editor</c>.</summary>
    public string Role { get; set; } = "";

    /// <summary>16 random bytes or more in Base64.</summary>
    public string Salt { get; set; } = "";

    /// <summary>SHA-256 of the salt's bytes followed by the key in UTF-8; 32 bytes in Base64.</summary>
    public string Hash { get; set; } = "";
}
