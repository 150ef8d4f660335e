using FlowFunctions.Cli.Vaults;

namespace FlowFunctions.Cli.Tests.Vaults;

public class KeyVaultReferenceTests
{
    [Theory]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://kv-plans.vault.azure.net/secrets/planning-sas)", "https://kv-plans.vault.azure.net/secrets/planning-sas")]
    [InlineData(" @microsoft.keyvault(secreturi=https://kv-plans.vault.azure.net/secrets/planning-sas/) ", "https://kv-plans.vault.azure.net/secrets/planning-sas")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://kv.vault.usgovcloudapi.net/secrets/a/0123)", "https://kv.vault.usgovcloudapi.net/secrets/a/0123")]
    [InlineData("@Microsoft.KeyVault(VaultName=kv-plans;SecretName=planning-sas)", "https://kv-plans.vault.azure.net/secrets/planning-sas")]
    [InlineData("@Microsoft.KeyVault(VaultName=kv-plans; SecretName=planning-sas; SecretVersion=0123)", "https://kv-plans.vault.azure.net/secrets/planning-sas/0123")]
    public void Reference_leads_to_a_secret(string text, string address)
    {
        Assert.True(KeyVaultReference.IsOne(text));
        Assert.Equal(address, KeyVaultReference.Parse(text).ToString());
    }

    // A token for vaults goes to vaults alone.
    [Theory]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://vault.azure.net.example.com/secrets/a)")]
    [InlineData("@Microsoft.KeyVault(SecretUri=http://kv.vault.azure.net/secrets/a)")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net:8443/secrets/a)")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/keys/a)")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/a/b/c)")]
    [InlineData("@Microsoft.KeyVault(VaultName=kv.example.com/;SecretName=a)")]
    [InlineData("@Microsoft.KeyVault(VaultName=kv-plans)")]
    [InlineData("@Microsoft.KeyVault()")]
    public void Reference_to_something_else_is_refused(string text)
    {
        Assert.True(KeyVaultReference.IsOne(text));
        var refusal = Assert.Throws<FlowsException>(() => KeyVaultReference.Parse(text));
        Assert.Equal(ExitCode.Misuse, refusal.ExitCode);
        Assert.Contains("names no secret of a Key Vault", refusal.Text);
    }

    [Theory]
    [InlineData("s3cret")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("see @Microsoft.KeyVault(VaultName=a;SecretName=b)")]
    public void Other_values_are_none(string? text) => Assert.False(KeyVaultReference.IsOne(text));
}
