using FlowFunctions.Secrets;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Secrets;

[Needs(Need.Azurite)]
public class SecretsOptionsTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("", "")]
    [InlineData("https://acme.vault.azure.net", "")]
    [InlineData("https://acme.vault.azure.net/", "0f8fad5b-d9cb-469f-a165-70867728950e")]
    public void Options_are_valid(string vault, string clientId) =>
        Assert.Empty(new SecretsOptions { KeyVaultUri = vault, ClientId = clientId }.Faults());

    [Theory]
    [InlineData("acme")]
    [InlineData("http://acme.vault.azure.net")]
    [InlineData("https://acme.vault.azure.net/secrets/x")]
    [InlineData("https://ann@acme.vault.azure.net")]
    public void Address_that_is_no_vaults_is_refused(string vault) =>
        Assert.Contains("Secrets:KeyVaultUri", new SecretsOptions { KeyVaultUri = vault }.Faults().Single(), StringComparison.Ordinal);

    [Fact]
    public void Every_fault_is_named() => Assert.Equal(3, new SecretsOptions { KeyVaultUri = "x", ClientId = "y", KeyFolder = " " }.Faults().Count());

    [Theory]
    [InlineData("", typeof(TableSecretStore))]
    [InlineData("https://acme.vault.azure.net", typeof(KeyVaultSecretStore))]
    public async Task Configuration_chooses_the_store(string vault, Type expected)
    {
        await using var application = await ApiApplication.StartAsync(
            azurite.ConnectionString, services => services.Configure<SecretsOptions>(options => options.KeyVaultUri = vault), makeTables: false);

        Assert.IsType(expected, application.Services.GetRequiredService<ISecretStore>());
    }
}
