using System.Text.Json;

namespace FlowFunctions.Infra.Tests.Template;

public class VaultTests
{
    private const string Vaults = "Microsoft.KeyVault/vaults";
    private const string Secrets = "Microsoft.KeyVault/vaults/secrets";

    // A group that was deleted and made again finds the vault's name taken until its retention is over; of an installation that is tried out, that is a week, or no time at all if it is purged.
    [Theory]
    [InlineData("Dev", false, 7)]
    [InlineData("Azd", false, 7)]
    [InlineData("Prod", true, 90)]
    public void Deleted_vault_is_kept_for_as_long_as_its_secrets_are_worth(string deployment, bool cannotBePurged, int days)
    {
        var vault = Deployment.Named(deployment).Single(Vaults);

        Assert.Equal(cannotBePurged ? JsonValueKind.True : JsonValueKind.Null, vault.At("properties.enablePurgeProtection").ValueKind);
        Assert.Equal(days, vault.At("properties.softDeleteRetentionInDays").GetInt32());
    }

    [Fact]
    public void Deleted_vault_comes_back_for_who_asks()
    {
        Assert.Equal("recover", Deployment.Everything.Single(Vaults).TextAt("properties.createMode"));
        Assert.Equal("default", Deployment.Prod.Single(Vaults).TextAt("properties.createMode"));
    }

    // The firewall of a private vault lets nobody in who is not in its network, but does not stop a deployment.
    [Fact]
    public void Deployment_writes_secrets_into_a_private_vault_and_keeps_their_values_to_itself()
    {
        Assert.Equal("Disabled", Deployment.Everything.Single(Vaults).TextAt("properties.publicNetworkAccess"));
        var secret = Deployment.Everything.Single(Secrets);

        Assert.EndsWith("/erp-signing-key", secret.Name, StringComparison.Ordinal);
        Assert.DoesNotContain(Deployment.Everything.Resources, resource => resource.Text.Contains("not a secret", StringComparison.Ordinal));
        var types = JsonDocument.Parse(Infra.Template).RootElement.GetProperty("definitions").EnumerateObject();
        Assert.Equal("secureObject", types.Single(type => type.Name.EndsWith("secrets", StringComparison.Ordinal)).Value.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("Dev")]
    [InlineData("Prod")]
    public void Deployment_that_names_no_secret_writes_none(string deployment) => Assert.Empty(Deployment.Named(deployment).OfType(Secrets));
}
