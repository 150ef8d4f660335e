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
/// <param name="vault">Where they are kept.</param>
/// <param name="installation">
/// Names the tables whose connections and integrations the secrets belong to, as a tag of theirs: of several installations that share a vault, each lists its own only, and so
/// never takes another's for unused.
/// </param>
/// <param name="time">Dates the ids.</param>
internal sealed class KeyVaultSecretStore(SecretClient vault, string installation, TimeProvider time) : ISecretStore
{
    private const string InstallationTag = "installation";

    /// <summary>Stands before the ids in the vault's list, where the application's secrets may not be the only ones; of those of endpoints, too, which came later.</summary>
    public const string NamePrefix = "flows-connection-";

    public async Task<string> AddAsync(string text, CancellationToken cancellationToken)
    {
        var secretId = ResourceId.New(time.GetUtcNow());
        var secret = new KeyVaultSecret(NamePrefix + secretId, text) { Properties = { Tags = { [InstallationTag] = installation } } };
        await vault.SetSecretAsync(secret, cancellationToken);
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
                && secret.Tags.TryGetValue(InstallationTag, out var owner) && owner == installation
                && secret.Name[NamePrefix.Length..] is var secretId && ResourceId.IsValid(secretId) && string.CompareOrdinal(secretId, bound) < 0)
            {
                yield return secretId;
            }
        }
    }
}
