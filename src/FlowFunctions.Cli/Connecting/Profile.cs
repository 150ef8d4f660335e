namespace FlowFunctions.Cli.Connecting;

/// <summary>A server by a name of the user's, and how to get the key for it. At most one of the three ways is set.</summary>
internal sealed record Profile
{
    /// <summary>Address of the server, without the path of the API.</summary>
    public required string Server { get; init; }

    /// <summary>The key itself.</summary>
    public string? Key { get; init; }

    /// <summary>A file with nothing but the key.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The name of an environment variable that has the key.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Whether every change says where it goes, and asks.</summary>
    public bool IsProduction { get; init; }

    /// <summary>Where the key comes from, without the key.</summary>
    public string KeySource => Key is not null ? "in the profile" : KeyFile is { } file ? $"file {file}" : KeyVariable is { } variable ? $"variable {variable}" : "none";

    /// <summary>Without the key.</summary>
    public override string ToString() => $"{Server} (key: {KeySource})";
}
