using Azure.Core;
using Azure.Identity;

namespace FlowFunctions.Storage;

/// <summary>The identity that the service runs as: managed in Azure, the developer's own on a machine. A credential caches its tokens for all that use it.</summary>
internal static class ServiceIdentity
{
    /// <param name="clientId">Of a user-assigned identity. Null or empty for that of AZURE_CLIENT_ID, and where that is not set for the system-assigned one.</param>
    public static TokenCredential Of(string? clientId) => new PatientIdentity(new DefaultAzureCredential(OptionsFor(clientId)));

    internal static DefaultAzureCredentialOptions OptionsFor(string? clientId)
    {
        var options = new DefaultAzureCredentialOptions();
        if (!string.IsNullOrEmpty(clientId))
        {
            // Set to nothing it would override AZURE_CLIENT_ID, which the options have read: an app with user-assigned identities alone would have none.
            options.ManagedIdentityClientId = clientId;
        }

        return options;
    }
}
