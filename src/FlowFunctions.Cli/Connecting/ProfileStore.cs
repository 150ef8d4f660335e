using System.Text.Json;
using FlowFunctions.Cli.Files;

namespace FlowFunctions.Cli.Connecting;

/// <summary>The profiles in <c>flows/profiles.json</c> of the user's configuration folder: a file that nobody else may read, because it may hold keys.</summary>
internal sealed class ProfileStore
{
    private const UnixFileMode OthersMayRead =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private ProfileStore(string path, ProfilesDocument content)
    {
        Path = path;
        Current = content.Current;
        Profiles = new(content.Profiles ?? new Dictionary<string, Profile>(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    public string Path { get; }

    /// <summary>The profile that is used where none is named; null for none.</summary>
    public string? Current { get; set; }

    public Dictionary<string, Profile> Profiles { get; }

    /// <summary>Where the file is: XDG_CONFIG_HOME, else .config in HOME; on Windows APPDATA.</summary>
    /// <exception cref="FlowsException">None of them is set.</exception>
    public static string PathIn(Func<string, string?> environment)
    {
        var folder = Given("XDG_CONFIG_HOME") ?? (OperatingSystem.IsWindows() ? Given("APPDATA") : Given("HOME") is { } home ? System.IO.Path.Combine(home, ".config") : null);
        return folder is null
            ? throw new FlowsException(ExitCode.Misuse, "There is no folder for profiles: neither XDG_CONFIG_HOME nor HOME is set.", "Set one of them, or give --server and FLOWS_KEY.")
            : System.IO.Path.Combine(folder, "flows", "profiles.json");

        string? Given(string variable) => environment(variable) is { Length: > 0 } value ? value : null;
    }

    /// <summary>The profiles; none where there is no file.</summary>
    /// <exception cref="FlowsException">The file cannot be read, or others may read it.</exception>
    public static async Task<ProfileStore> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return new ProfileStore(path, new ProfilesDocument(null, null));
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OthersMayRead) != UnixFileMode.None)
            throw new FlowsException(ExitCode.Misuse, $"{path} may be read by others than you, and profiles may hold keys.", $"Close it: chmod 600 {path}");
        try
        {
            await using var file = File.OpenRead(path);
            return new ProfileStore(path, await JsonSerializer.DeserializeAsync(file, ProfilesJson.Default.ProfilesDocument, cancellationToken) ?? throw new JsonException("It is null."));
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new FlowsException(ExitCode.Misuse, $"{path} cannot be read: {problem.Message}", "Correct it, or remove it and make profiles anew: flows profile set NAME --server URL", problem);
        }
    }

    /// <summary>Writes the file so that whoever reads it sees the whole of the old or of the new content.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        var draft = $"{Path}.{Guid.CreateVersion7():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OwnerOnly.Folder);
                options.UnixCreateMode = OwnerOnly.File;
            }

            await using (var file = new FileStream(draft, options))
            {
                await JsonSerializer.SerializeAsync(file, new ProfilesDocument(Current, Profiles), ProfilesJson.Default.ProfilesDocument, cancellationToken);
            }

            File.Move(draft, Path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new FlowsException(ExitCode.Misuse, $"{Path} cannot be written: {problem.Message}", "Nothing was changed. Set XDG_CONFIG_HOME to a folder that you may write to.", problem);
        }
    }

    /// <exception cref="FlowsException">There is no such profile.</exception>
    public Profile Find(string name) =>
        Profiles.TryGetValue(name, out var profile)
            ? profile
            : throw new FlowsException(
                ExitCode.Misuse,
                $"There is no profile '{name}'.",
                NearestName.Find(name, Profiles.Keys) is { } nearest ? $"Did you mean '{nearest}'?" : "See which there are: flows profile list");
}
