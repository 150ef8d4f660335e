using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Secrets;

/// <summary>ASP.NET Core Data Protection with keys in a folder of this machine.</summary>
internal static class KeyFolder
{
    /// <summary>Part of what every payload is bound to: another name reads nothing of what was written before.</summary>
    private const string ApplicationName = "FlowFunctions";

    /// <summary>
    /// Made apart from the application's services: registered there, it would make keys at every start, also where a vault keeps the secrets.
    /// </summary>
    /// <exception cref="InvalidOperationException">The folder cannot be made; the message has the cure.</exception>
    public static IDataProtectionProvider Open(string path)
    {
        var folder = new DirectoryInfo(Path.GetFullPath(path));
        try
        {
            var repository = OwnerOnlyKeyRepository.In(folder);
            return DataProtectionProvider.Create(folder, builder =>
            {
                builder.SetApplicationName(ApplicationName);
                builder.Services.Configure<KeyManagementOptions>(options => options.XmlRepository = repository);
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"The folder {folder.FullName} for the keys that encrypt secrets cannot be used: {exception.Message} Set Secrets:KeyFolder to a folder that the application may write, or Secrets:KeyVaultUri to a vault.",
                exception);
        }
    }
}
