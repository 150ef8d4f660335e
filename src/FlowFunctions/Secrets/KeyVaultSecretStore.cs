using System.Net;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Security.KeyVault.Secrets;
using FlowFunctions.Core;

namespace FlowFunctions.Secrets;

/// <summary>
/// Secrets in an Azure Key Vault, each under a name of its own: a version of a secret cannot be deleted there, a secret can. What is deleted stays
/// recoverable for as long as the vault's soft-delete keeps it.
/// </summary>
internal sealed class KeyVaultSecretStore(SecretClient vault, TimeProvider time) : ISecretStore
{
    /// <summary>Stands before the ids in the vault's list, where the application's secrets may not be the only ones.</summary>
    public const string NamePrefix = "flows-connection-";

    public async Task<string> AddAsync(string text, CancellationToken cancellationToken)
    {
        var secretId = ResourceId.New(time.GetUtcNow());
        await vault.SetSecretAsync(NamePrefix + secretId, text, cancellationToken);
        return secretId;
    }

    public async Task<string?> FindAsync(string secretId, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await vault.GetSecretAsync(NamePrefix + secretId, cancellationToken: cancellationToken);
            return answer.Value.Value;
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async Task DeleteAsync(string secretId, CancellationToken cancellationToken)
    {
        try
        {
            await vault.StartDeleteSecretAsync(NamePrefix + secretId, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            // Somebody has deleted it already.
        }
    }

    public async IAsyncEnumerable<string> ListAddedBeforeAsync(DateTimeOffset instant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bound = ResourceId.New(instant);
        await foreach (var secret in vault.GetPropertiesOfSecretsAsync(cancellationToken))
        {
            // What else is in the vault is not ours.
            if (secret.Name.StartsWith(NamePrefix, StringComparison.Ordinal)
                && secret.Name[NamePrefix.Length..] is var secretId && ResourceId.IsValid(secretId) && string.CompareOrdinal(secretId, bound) < 0)
            {
                yield return secretId;
            }
        }
    }
}
