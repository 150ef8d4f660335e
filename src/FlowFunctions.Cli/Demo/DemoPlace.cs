using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Cli.Demo;

/// <summary>
/// Where a demo keeps what it stores. A later demo in the same folder finds it again; demos in different folders share the storage emulator, but none of each
/// other's tables, task hubs and files.
/// </summary>
/// <param name="Storage">The connection string of the storage account.</param>
/// <param name="TaskHub">Of the app.</param>
/// <param name="StoragePrefix">Before the names of the app's tables and containers. Letters and digits.</param>
internal sealed record DemoPlace(string Storage, string TaskHub, string StoragePrefix)
{
    private const int HashDigits = 8;

    /// <summary>Of the blobs that the integrations read and write.</summary>
#pragma warning disable CA1308 // Container names are lower case.
    public string Container => $"{StoragePrefix.ToLowerInvariant()}-files";
#pragma warning restore CA1308

    /// <summary>The place for a folder; what the environment says about storage comes first.</summary>
    public static DemoPlace Of(string folder, Func<string, string?> environment)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(folder))));
        var name = $"demo{hash[..HashDigits]}";
        return new DemoPlace(
            Setting("AzureWebJobsStorage", "UseDevelopmentStorage=true"), Setting("Flows__TaskHub", name), Setting("Flows__StoragePrefix", name));

        string Setting(string variable, string otherwise) => environment(variable) is { Length: > 0 } given ? given : otherwise;
    }

    /// <summary>Without the connection string, which has a key.</summary>
    public override string ToString() => $"{TaskHub}, {StoragePrefix}";
}
