using Microsoft.Extensions.Options;

namespace FlowFunctions.Secrets;

internal sealed class SecretsOptionsValidation : IValidateOptions<SecretsOptions>
{
    public ValidateOptionsResult Validate(string? name, SecretsOptions options)
    {
        var faults = FaultsOf(options).Select(fault => $"{SecretsOptions.Section}:{fault}").ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> FaultsOf(SecretsOptions options)
    {
        if (options.KeyVaultUri.Length > 0 && !IsVault(options.KeyVaultUri))
        {
            yield return $"{nameof(options.KeyVaultUri)} is '{options.KeyVaultUri}'; give the vault's address, like https://name.vault.azure.net, or leave it out to keep secrets in the storage account.";
        }

        if (options.ClientId.Length > 0 && !Guid.TryParse(options.ClientId, out _))
        {
            yield return $"{nameof(options.ClientId)} is '{options.ClientId}'; give the client id of a user-assigned identity, or leave it out for the system-assigned one.";
        }

        if (string.IsNullOrWhiteSpace(options.KeyFolder))
        {
            yield return $"{nameof(options.KeyFolder)} is empty; give a folder, or leave it out for {SecretsOptions.DefaultKeyFolder}.";
        }
    }

    private static bool IsVault(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0;
}
