using System.Text.Json.Serialization;

namespace FlowFunctions.Core.Connections;

/// <param name="StorageAccountName">3 to 24 letters and digits.</param>
/// <param name="ContainerName">As Azure Storage names containers.</param>
/// <param name="AuthMethod">How the connection proves itself.</param>
public sealed record AzureBlobSettings(string StorageAccountName, string ContainerName, AzureAuthMethod AuthMethod = AzureAuthMethod.Sas) : ConnectionSettings
{
    [JsonIgnore]
    public override ConnectionType Type => ConnectionType.AzureBlob;

    [JsonIgnore]
    public override bool NeedsSecret => AuthMethod == AzureAuthMethod.Sas;
}
