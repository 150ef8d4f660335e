namespace FlowFunctions.Targets.Stores.Blob;

/// <summary>Configuration section <c>Targets:AzureBlob</c>: where connections to Azure Blob Storage lead, and as whom.</summary>
public sealed class AzureBlobOptions
{
    public const string Section = "Targets:AzureBlob";

    /// <summary>Stands in <see cref="ServiceAddress"/> for the name of the storage account.</summary>
    public const string Account = "{account}";

    /// <summary>
    /// Address of an account's blob service: absolute, http or https, with <see cref="Account"/> in it. Another than the default is for sovereign clouds
    /// (<c>https://{account}.blob.core.chinacloudapi.cn</c>) and for an emulator (<c>http://127.0.0.1:10000/{account}</c>).
    /// </summary>
    public string ServiceAddress { get; set; } = "https://{account}.blob.core.windows.net";

    /// <summary>Client id of the user-assigned identity for connections by managed identity; empty, the default, for the system-assigned one.</summary>
    public string ClientId { get; set; } = "";
}
