using FlowFunctions.Settings;

namespace FlowFunctions.Targets.Stores.Blob;

/// <summary>Configuration section <c>Targets:AzureBlob</c>: where connections to Azure Blob Storage lead, and as whom.</summary>
public sealed class AzureBlobOptions : IOptionsWithFaults
{
    public const string Section = "Targets:AzureBlob";

    /// <summary>Stands in <see cref="ServiceAddress"/> for the name of the storage account.</summary>
    public const string Account = "{account}";

    /// <summary>
    /// Address of an account's blob service: absolute, http or https, with <see cref="Account"/> in it. Another than the default is for sovereign clouds
    /// (<c>https://{account}.blob.core.chinacloudapi.cn</c>) and for an emulator (<c>http://127.0.0.1:10000/{account}</c>).
    /// </summary>
    public string ServiceAddress { get; set; } = "https://{account}.blob.core.windows.net";

    /// <summary>Client id of the user-assigned identity for connections by managed identity; empty, the default, for that of AZURE_CLIENT_ID, or the system-assigned one.</summary>
    public string ClientId { get; set; } = "";

    public IEnumerable<string> Faults()
    {
        if (!ServiceAddress.Contains(Account, StringComparison.Ordinal)
            || !StoreAddress.IsBase(ServiceAddress.Replace(Account, "account", StringComparison.Ordinal)))
        {
            yield return $"{Section}:ServiceAddress is '{ServiceAddress}'; give an absolute http or https address with {Account} in it, or leave it out for Azure's own.";
        }

        if (ClientId.Length > 0 && !Guid.TryParse(ClientId, out _))
        {
            yield return $"{Section}:ClientId is '{ClientId}'; give the client id of a user-assigned identity, or leave it out for the system-assigned one.";
        }
    }
}
