using System.Text.Json.Serialization;

namespace FlowFunctions.Core.Connections;

/// <param name="StorageAccountName">3 to 24 letters and digits.</param>
/// <param name="ContainerName">As Azure Storage names containers.</param>
public sealed record AzureBlobSettings(string StorageAccountName, string ContainerName) : ConnectionSettings
{
    /// <summary>The only way that connections prove themselves: by a shared access signature.</summary>
    public const string SasAuthMethod = "SAS-based";

    [JsonIgnore]
    public override ConnectionType Type => ConnectionType.AzureBlob;
}
