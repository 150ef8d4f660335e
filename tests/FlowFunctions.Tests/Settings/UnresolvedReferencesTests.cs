using FlowFunctions.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Settings;

/// <summary>What App Service leaves in place of a secret that it cannot read must not become a password.</summary>
public sealed class UnresolvedReferencesTests
{
    [Fact]
    public void Start_is_refused_with_every_reference_that_was_not_resolved_and_none_of_their_text()
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Start(
            ("Targets:Anaplan:Password", "@Microsoft.KeyVault(VaultName=kv-flows;SecretName=anaplan)"),
            ("AzureWebJobsStorage", " @microsoft.keyvault(SecretUri=https://kv-flows.vault.azure.net/secrets/storage/)"),
            ("Notifications:Smtp:Password", "@Microsoft.AppConfiguration(Endpoint=https://flows.azconfig.io; Key=smtp)"),
            ("Targets:Anaplan:UserName", "planner@microsoft.example")));

        Assert.Equal(
            [
                "AzureWebJobsStorage is a reference to Key Vault ",
                "Notifications:Smtp:Password is a reference to App Configuration ",
                "Targets:Anaplan:Password is a reference to Key Vault ",
            ],
            refusal.Failures.Select(failure => failure[..failure.IndexOf("that has not been resolved", StringComparison.Ordinal)]));
        Assert.DoesNotContain("kv-flows", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3cret")]
    [InlineData("")]
    [InlineData("see @Microsoft.KeyVault(VaultName=a;SecretName=b)")]
    [InlineData("@Microsoft.KeyVaultish")]
    public void Other_values_start(string value) => Start(("Targets:Anaplan:Password", value));

    private static void Start(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection().AddSettingsChecks();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }
}
