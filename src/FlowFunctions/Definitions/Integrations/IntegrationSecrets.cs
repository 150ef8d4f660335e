using FlowFunctions.Core.Integrations;
using FlowFunctions.Secrets;
using FlowFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Definitions;

/// <summary>The secrets of integrations' endpoints in the store of secrets. Thread-safe.</summary>
public sealed class IntegrationSecrets(ISecretStore store, ILogger<IntegrationSecrets> logger) : DocumentSecrets<EndpointSecret>(store, logger)
{
    /// <summary>
    /// All that an integration's endpoint keeps secret; null where it has no secrets, or where they are lost. What stands in the integration itself, as earlier versions
    /// stored it, counts before what is stored apart.
    /// </summary>
    /// <exception cref="SecretUnreadableException">The secret cannot be decrypted.</exception>
    public async Task<EndpointSecret?> ReadAsync(IntegrationDocument integration, CancellationToken cancellationToken)
    {
        if (integration.Input.Endpoint is not { } endpoint)
        {
            return null;
        }

        var (open, plain) = EndpointSecrets.Split(endpoint);
        var stored = integration.EndpointSecretId is { } secretId ? await FindAsync(secretId, cancellationToken) : null;
        return plain is not null && stored is not null ? plain.Over(stored, open) : plain ?? stored;
    }

    /// <summary>As <see cref="DocumentSecrets{TSecret}.ReplaceAsync{TDocument}"/> for integrations.</summary>
    public Task<WriteResult<IntegrationDocument>> ReplaceAsync(
        IntegrationStore integrations, IntegrationDocument current, IntegrationDocument next, CancellationToken cancellationToken) =>
        ReplaceAsync(integrations, current, next, integration => integration.EndpointSecretId, cancellationToken);
}
