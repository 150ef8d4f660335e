namespace FlowFunctions.Cli.Connecting;

/// <summary>The server that a command talks to, and the key for it.</summary>
/// <param name="Address">Of the server, with a slash at its end.</param>
/// <param name="Key">Null where there is none.</param>
/// <param name="KeySource">Where the key came from, or where it was looked for, in words.</param>
/// <param name="Profile">The profile's name; null where the server is not a profile's.</param>
/// <param name="IsProduction">Whether changes are asked for.</param>
internal sealed record ServerTarget(Uri Address, string? Key, string KeySource, string? Profile, bool IsProduction)
{
    /// <summary>Whether it is the server that is copied from, which options of its own name.</summary>
    public bool IsSource { get; init; }

    /// <summary>What names it.</summary>
    public string AddressWays => IsSource ? "--from-server" : "--server, FLOWS_SERVER or the profile";

    /// <summary>What gives its key.</summary>
    public string KeyWays => IsSource ? "Set FLOWS_FROM_KEY, or name a file with --from-key-file" : "Set FLOWS_KEY, or name a file with --key-file";

    /// <summary>As people write it.</summary>
    public string Text => Address.GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <summary>Without the key.</summary>
    public override string ToString() => $"{Text} (key: {KeySource})";
}
