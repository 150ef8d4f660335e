using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.Secrets;

/// <summary>Keys in files that only their owner can read, in a folder that only they can enter.</summary>
internal sealed class OwnerOnlyKeyRepository(DirectoryInfo folder) : FileSystemXmlRepository(folder, NullLoggerFactory.Instance)
{
    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnlyFile | UnixFileMode.UserExecute;

    /// <exception cref="IOException">The folder cannot be made. So <see cref="UnauthorizedAccessException"/>.</exception>
    public static OwnerOnlyKeyRepository In(DirectoryInfo folder)
    {
        if (OperatingSystem.IsWindows())
        {
            folder.Create();
        }
        else
        {
            // One that exists keeps its mode in this call.
            System.IO.Directory.CreateDirectory(folder.FullName, OwnerOnlyFolder);
            File.SetUnixFileMode(folder.FullName, OwnerOnlyFolder);
        }

        return new(folder);
    }

    public override void StoreElement(XElement element, string friendlyName)
    {
        base.StoreElement(element, friendlyName);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // Until here the folder's mode alone has kept others from the file.
        foreach (var file in Directory.EnumerateFiles("*.xml"))
        {
            file.UnixFileMode = OwnerOnlyFile;
        }
    }
}
