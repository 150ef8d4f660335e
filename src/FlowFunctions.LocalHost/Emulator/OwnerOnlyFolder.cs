namespace FlowFunctions.LocalHost.Emulator;

/// <summary>A folder that on Unix only its owner can enter: what is in it may be a planner's files and secrets.</summary>
internal static class OwnerOnlyFolder
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes it where there is none, and closes one that others can enter.</summary>
    /// <exception cref="IOException">It cannot be made. So <see cref="UnauthorizedAccessException"/>.</exception>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, Owner);
        if ((File.GetUnixFileMode(path) & ~Owner) != UnixFileMode.None)
        {
            Close(path);
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Close(string path)
    {
        try
        {
            File.SetUnixFileMode(path, Owner);
        }
        catch (UnauthorizedAccessException)
        {
            // Somebody else's who shares it, or on a file system without modes: who may enter is not this process's to say.
        }
    }
}
