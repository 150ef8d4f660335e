using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Settings;

/// <summary>
/// Refuses settings that are still references to a secret. App Service puts the secret in place of <c>@Microsoft.KeyVault(…)</c> before the app starts, and leaves the text where it cannot
/// (https://learn.microsoft.com/azure/app-service/app-service-key-vault-references): it would be sent to somebody as a password.
/// </summary>
internal sealed class UnresolvedReferences(IConfiguration configuration) : IValidateOptions<UnresolvedReferences.None>
{
    private static readonly (string Start, string Store)[] Forms = [("@Microsoft.KeyVault(", "Key Vault"), ("@Microsoft.AppConfiguration(", "App Configuration")];

    public ValidateOptionsResult Validate(string? name, None options) =>
        FaultsIn(configuration).ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;

    private static IEnumerable<string> FaultsIn(IConfiguration configuration) =>
        from setting in configuration.AsEnumerable()
        let value = setting.Value?.TrimStart()
        where value is not null
        from form in Forms
        where value.StartsWith(form.Start, StringComparison.OrdinalIgnoreCase)
        orderby setting.Key
        select $"{setting.Key} is a reference to {form.Store} that has not been resolved; see the app's environment variables in the Azure portal for the reason (the names, the identity's role, the network), "
            + "or, where nothing resolves references, set the value itself.";

    /// <summary>Nothing is read into it: it is what is validated at the start.</summary>
    internal sealed class None;
}
