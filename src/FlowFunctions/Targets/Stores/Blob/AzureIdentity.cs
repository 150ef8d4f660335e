using Azure.Core;
using FlowFunctions.Storage;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Stores.Blob;

/// <summary>The identity for all connections that name none of their own.</summary>
internal sealed class AzureIdentity(IOptions<AzureBlobOptions> options)
{
    private readonly Lazy<TokenCredential> _credential = new(() => ServiceIdentity.Of(options.Value.ClientId));

    public TokenCredential Credential => _credential.Value;
}
