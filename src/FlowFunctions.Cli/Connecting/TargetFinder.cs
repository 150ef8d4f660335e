namespace FlowFunctions.Cli.Connecting;

/// <summary>
/// Which server, and which key: what the command line says, then the environment, then the profile, then the local host with its development key. A profile's
/// key and a development key go to no other server than their own.
/// </summary>
internal sealed class TargetFinder(Surroundings surroundings)
{
    public const string ServerVariable = "FLOWS_SERVER";
    public const string KeyVariable = "FLOWS_KEY";
    public const string ProfileVariable = "FLOWS_PROFILE";
    public const string DefaultServer = "http://127.0.0.1:7071";

    private static readonly string DevelopmentKeyFile = Path.Combine(".flows", "dev-key");

    /// <param name="server">Of the command line; null for what is configured.</param>
    /// <param name="keyFile">Of the command line; null for what is configured.</param>
    /// <param name="profileName">Of the command line; null for FLOWS_PROFILE or the current one.</param>
    /// <param name="cancellationToken">Ends it between two files.</param>
    /// <exception cref="FlowsException">What is configured cannot be.</exception>
    public async Task<ServerTarget> FindAsync(string? server, string? keyFile, string? profileName, CancellationToken cancellationToken)
    {
        var (name, profile) = await ProfileAsync(profileName, hasServer: (server ?? Given(ServerVariable)) is not null, cancellationToken);
        var address = AddressOf(server ?? (profileName is null ? Given(ServerVariable) : null) ?? profile?.Server ?? DefaultServer);
        if (profile is not null && address != AddressOf(profile.Server))
            (name, profile) = (null, null);
        var (key, source) = await KeyAsync(address, keyFile, profile, cancellationToken);
        return new ServerTarget(address, key, source, name, profile?.IsProduction ?? false);
    }

    /// <exception cref="FlowsException">It is no address of a server.</exception>
    public static Uri AddressOf(string server)
    {
        var text = server.Contains("://", StringComparison.Ordinal) ? server : $"http://{server}";
        return Uri.TryCreate($"{text.TrimEnd('/')}/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0 && address.Query.Length == 0
            ? address
            : throw new FlowsException(ExitCode.Misuse, $"'{server}' is no address of a server.", $"Give one like {DefaultServer} or https://flows.example.com, without a query or a password.");
    }

    private async Task<(string? Name, Profile? Profile)> ProfileAsync(string? given, bool hasServer, CancellationToken cancellationToken)
    {
        var named = given ?? Given(ProfileVariable);
        if (named is null && hasServer)
            return (null, null);
        if (named is null && Given("XDG_CONFIG_HOME") is null && Given("HOME") is null && Given("APPDATA") is null)
            return (null, null);
        var store = await ProfileStore.ReadAsync(ProfileStore.PathIn(surroundings.Environment), cancellationToken);
        return (named ?? store.Current) is { } name ? (name, store.Find(name)) : (null, null);
    }

    private async Task<(string? Key, string Source)> KeyAsync(Uri address, string? keyFile, Profile? profile, CancellationToken cancellationToken)
    {
        if (keyFile is not null)
            return (await ReadKeyAsync(keyFile, cancellationToken), keyFile);
        if (Given(KeyVariable) is { } key)
            return (key, KeyVariable);
        if (profile is { Key: { } own })
            return (own, "the profile");
        if (profile is { KeyFile: { } file })
            return (await ReadKeyAsync(file, cancellationToken), file);
        if (profile is { KeyVariable: { } variable })
            return (Given(variable), variable);

        var development = Path.Combine(surroundings.Folder, DevelopmentKeyFile);
        return address.IsLoopback && File.Exists(development)
            ? (await ReadKeyAsync(development, cancellationToken), DevelopmentKeyFile)
            : (null, "none");
    }

    private async Task<string> ReadKeyAsync(string file, CancellationToken cancellationToken)
    {
        var path = Path.Combine(surroundings.Folder, file);
        try
        {
            var key = (await File.ReadAllTextAsync(path, cancellationToken)).Trim();
            return key.Length > 0 && !key.Any(char.IsControl) ? key : throw new FlowsException(ExitCode.Misuse, $"{file} does not hold a key.", "It must hold nothing but the key, on one line.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new FlowsException(ExitCode.Misuse, $"The key file {file} cannot be read: {problem.Message}", "Name one that holds nothing but the key.", problem);
        }
    }

    private string? Given(string variable) => surroundings.Environment(variable) is { Length: > 0 } value ? value : null;
}
