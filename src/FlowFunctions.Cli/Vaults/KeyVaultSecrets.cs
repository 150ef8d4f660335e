using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;

namespace FlowFunctions.Cli.Vaults;

/// <summary>Reads secrets from Azure Key Vaults as whoever is signed in: a pipeline's or a machine's identity, or a person's (<c>az login</c>). Thread-safe.</summary>
/// <param name="credential">Who reads.</param>
/// <param name="transport">What requests go through; null for the network.</param>
internal sealed class KeyVaultSecrets(TokenCredential credential, HttpPipelineTransport? transport)
{
    private static readonly Lazy<KeyVaultSecrets> SignedIn = new(() => new(new DefaultAzureCredential(), transport: null));

    /// <summary>The value, as whoever is signed in on this machine.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static Task<string> ReadSignedInAsync(KeyVaultReference reference, CancellationToken cancellationToken) => SignedIn.Value.ReadAsync(reference, cancellationToken);

    /// <summary>The value of a secret.</summary>
    /// <exception cref="FlowsException">It cannot be read; the message has its name, and never a value.</exception>
    public async Task<string> ReadAsync(KeyVaultReference reference, CancellationToken cancellationToken)
    {
        var options = new SecretClientOptions();
        if (transport is not null)
            options.Transport = transport;
        try
        {
            var secret = await new SecretClient(reference.Vault, credential, options).GetSecretAsync(reference.Name, reference.Version, cancellationToken: cancellationToken);
            return secret.Value.Value;
        }
        catch (RequestFailedException refusal)
        {
            throw new FlowsException(CodeOf(refusal.Status), $"The secret {reference} cannot be read: {ReasonOf(refusal)}", CureOf(refusal.Status, reference), refusal);
        }
        catch (AuthenticationFailedException problem)
        {
            throw new FlowsException(ExitCode.NotAllowed, $"The secret {reference} cannot be read: nobody is signed in to Azure here.", "Sign in (az login), or give the pipeline an identity.", problem);
        }
    }

    private static int CodeOf(int status) => status switch
    {
        401 or 403 => ExitCode.NotAllowed,
        404 => ExitCode.NotFound,
        _ => ExitCode.NotReachable,
    };

    /// <summary>The vault's code alone: its message repeats who asked, over several lines.</summary>
    private static string ReasonOf(RequestFailedException refusal) => refusal.Status == 0 ? "the vault does not answer" : $"the vault answers {refusal.Status}{(refusal.ErrorCode is { Length: > 0 } code ? $" {code}" : "")}";

    private static string CureOf(int status, KeyVaultReference reference) => status switch
    {
        401 or 403 => "Give whoever is signed in the role 'Key Vault Secrets User' there, and the vault's firewall this address.",
        404 => $"See which there are: az keyvault secret list --vault-name {reference.Vault.Host.Split('.')[0]}",
        _ => "Check the vault's name and the network, and try again.",
    };
}
