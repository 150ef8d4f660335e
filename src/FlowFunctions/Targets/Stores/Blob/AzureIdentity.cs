using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Stores.Blob;

/// <summary>The identity that the service runs as: managed in Azure, the developer's own on a machine. Its tokens are cached for all connections.</summary>
internal sealed class AzureIdentity(IOptions<AzureBlobOptions> options)
{
    private readonly Lazy<TokenCredential> _credential = new(() => new DefaultAzureCredential(
        new DefaultAzureCredentialOptions { ManagedIdentityClientId = options.Value.ClientId is { Length: > 0 } id ? id : null }));

    public TokenCredential Credential => _credential.Value;
}
