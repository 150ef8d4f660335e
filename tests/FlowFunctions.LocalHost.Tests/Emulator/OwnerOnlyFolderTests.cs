using FlowFunctions.LocalHost.Emulator;

namespace FlowFunctions.LocalHost.Tests.Emulator;

public sealed class OwnerOnlyFolderTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _folder = Directory.CreateTempSubdirectory("flow-functions-folder-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Folder_is_made_for_its_owner_alone()
    {
        var path = Path.Combine(_folder, "a", ".azurite");

        OwnerOnlyFolder.Make(path);

        Assert.True(Directory.Exists(path));
        MustBeOwners(path);
    }

    [Fact]
    public void Folder_that_others_can_enter_is_closed()
    {
        OwnerOnlyFolder.Make(_folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }

        OwnerOnlyFolder.Make(_folder);

        MustBeOwners(_folder);
    }

    private static void MustBeOwners(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(Owner, File.GetUnixFileMode(path));
        }
    }
}
