namespace FlowFunctions.Cli.Files;

/// <summary>Modes of what nobody but its owner may open. Windows has none: a user's folders are the user's there.</summary>
internal static class OwnerOnly
{
    public const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public const UnixFileMode Folder = File | UnixFileMode.UserExecute;
}
