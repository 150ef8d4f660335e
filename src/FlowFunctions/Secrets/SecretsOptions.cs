namespace FlowFunctions.Secrets;

/// <summary>Where the credentials of connections are kept. Section <c>Secrets</c>.</summary>
public sealed class SecretsOptions
{
    public const string Section = "Secrets";

    public const string DefaultKeyFolder = ".flows/secret-keys";

    /// <summary>
    /// Address of an Azure Key Vault (<c>https://name.vault.azure.net</c>), which the application's identity may get, list, set and delete secrets in. Empty, the
    /// default, keeps them in the storage account, encrypted with keys in <see cref="KeyFolder"/>: right for one machine, not for several.
    /// </summary>
    public string KeyVaultUri { get; set; } = "";

    /// <summary>Client id of the user-assigned identity for the vault; empty, the default, for the system-assigned one.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>
    /// Folder of the keys that encrypt secrets without a vault; made when first needed, readable by its owner only. Relative to the working directory.
    /// Whoever loses it must enter the credentials of all connections again.
    /// </summary>
    public string KeyFolder { get; set; } = DefaultKeyFolder;
}
