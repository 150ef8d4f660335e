using System.Buffers.Text;
using System.Security.Cryptography;

namespace FlowFunctions.Security;

/// <summary>The key of a developer's own machine: a file that only its owner can read.</summary>
internal static class DevelopmentKey
{
    public const string Folder = ".flows";
    public const string FileName = "dev-key";

    private const int KeyBytes = 32;
    private const int KeyLength = 43;
    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnlyFile | UnixFileMode.UserExecute;

    public static string PathIn(string directory) => Path.Combine(directory, Folder, FileName);

    /// <summary>
    /// The key in <c>.flows/dev-key</c> under <paramref name="directory"/>; made where there is none. Processes that start at once agree on one key.
    /// </summary>
    /// <exception cref="InvalidOperationException">The file is there and holds no key; the message has the cure.</exception>
    public static async Task<string> ReadOrCreateAsync(string directory, CancellationToken cancellationToken)
    {
        var path = PathIn(directory);
        if (!File.Exists(path))
        {
            await CreateAsync(path, cancellationToken);
        }

        RestrictToOwner(Path.GetDirectoryName(path)!, OwnerOnlyFolder);
        RestrictToOwner(path, OwnerOnlyFile);
        var key = (await File.ReadAllTextAsync(path, cancellationToken)).Trim();
        return IsKey(key) ? key : throw new InvalidOperationException(NoKey(path));
    }

    /// <summary>Why the file under <paramref name="directory"/> cannot be used, with the cure; null where it can, or is not there yet.</summary>
    public static string? FaultIn(string directory)
    {
        var path = PathIn(directory);
        try
        {
            return !File.Exists(path) || IsKey(File.ReadAllText(path).Trim()) ? null : NoKey(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"{path} cannot be read: {fault.Message.TrimEnd('.')}. Delete the file: a new key is made at the next start.";
        }
    }

    private static bool IsKey(string key) => key.Length >= KeyLength && Base64Url.IsValid(key);

    private static string NoKey(string path) => $"{path} holds no key of {KeyLength} characters. Delete the file: a new key is made at the next start.";

    private static async Task CreateAsync(string path, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(path)!;
        CreateFolder(folder);

        // Written under another name first: whoever sees the file under its own name sees all of it.
        var draft = Path.Combine(folder, $"{FileName}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnlyFile;
        }

        try
        {
            await using (var file = new StreamWriter(draft, options))
            {
                await file.WriteLineAsync(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes)).AsMemory(), cancellationToken);
            }

            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first; its key is as good.
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, OwnerOnlyFolder);
    }

    private static void RestrictToOwner(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
