using FlowFunctions.Settings;

namespace FlowFunctions.Secrets;

/// <summary>Where the secrets of connections and endpoints are kept. Section <c>Secrets</c>.</summary>
public sealed class SecretsOptions : IOptionsWithFaults
{
    public const string Section = "Secrets";

    public const string DefaultKeyFolder = ".flows/secret-keys";

    /// <summary>
    /// Address of an Azure Key Vault (<c>https://name.vault.azure.net</c>), which the application's identity may get, list, set and delete secrets in. Empty, the
    /// default, keeps them in the storage account, encrypted with keys in <see cref="KeyFolder"/>: right for one machine, not for several.
    /// </summary>
    public string KeyVaultUri { get; set; } = "";

    /// <summary>Client id of the user-assigned identity for the vault; empty, the default, for that of AZURE_CLIENT_ID, or the system-assigned one.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>
    /// Folder of the keys that encrypt secrets without a vault; made when first needed, readable by its owner only. Relative to the working directory.
    /// Whoever loses it must enter the secrets of all connections and endpoints again.
    /// </summary>
    public string KeyFolder { get; set; } = DefaultKeyFolder;

    public IEnumerable<string> Faults()
    {
        if (KeyVaultUri.Length > 0 && !IsVault(KeyVaultUri))
        {
            yield return $"Secrets:KeyVaultUri is '{KeyVaultUri}'; give the vault's address, like https://name.vault.azure.net, or leave it out to keep secrets in the storage account.";
        }

        if (ClientId.Length > 0 && !Guid.TryParse(ClientId, out _))
        {
            yield return $"Secrets:ClientId is '{ClientId}'; give the client id of a user-assigned identity, or leave it out for the system-assigned one.";
        }

        if (string.IsNullOrWhiteSpace(KeyFolder))
        {
            yield return $"Secrets:KeyFolder is empty; give a folder, or leave it out for {DefaultKeyFolder}.";
        }
    }

    private static bool IsVault(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0;
}
