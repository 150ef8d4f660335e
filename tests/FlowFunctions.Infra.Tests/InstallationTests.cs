using System.Text.Json;

namespace FlowFunctions.Infra.Tests;

public class InstallationTests
{
    [Theory]
    [InlineData("Dev")]
    [InlineData("Prod")]
    [InlineData("Everything")]
    public void App_runs_on_flex_consumption(string deployment)
    {
        var plan = Deployment.Named(deployment).Single("Microsoft.Web/serverfarms");
        var app = Deployment.Named(deployment).Single("Microsoft.Web/sites");

        Assert.Equal("FC1", plan.TextAt("sku.name"));
        Assert.Equal("functionapp,linux", app.TextAt("kind"));
        Assert.Equal("dotnet-isolated", app.TextAt("properties.functionAppConfig.runtime.name"));
        Assert.Equal("10.0", app.TextAt("properties.functionAppConfig.runtime.version"));
        Assert.Equal("UserAssigned", app.TextAt("identity.type"));
    }

    [Theory]
    [InlineData("Dev")]
    [InlineData("Prod")]
    [InlineData("Everything")]
    public void Vault_gives_access_by_roles_and_brings_back_what_was_deleted(string deployment)
    {
        var vault = Deployment.Named(deployment).Single("Microsoft.KeyVault/vaults");

        Assert.True(vault.FlagAt("properties.enableRbacAuthorization"));
        Assert.True(vault.FlagAt("properties.enableSoftDelete"));
        Assert.False(vault.FlagAt("properties.enabledForTemplateDeployment"));
        Assert.Equal(0, vault.At("properties.accessPolicies").ValueKind == JsonValueKind.Array ? vault.At("properties.accessPolicies").GetArrayLength() : 0);
    }

    [Fact]
    public void Sign_in_lets_callers_with_keys_through_to_the_app()
    {
        var signIn = Assert.Single(Deployment.Everything.OfType("Microsoft.Web/sites/config"), config => config.Name.EndsWith("/authsettingsV2", StringComparison.Ordinal));

        Assert.True(signIn.FlagAt("properties.platform.enabled"));
        Assert.Equal("AllowAnonymous", signIn.TextAt("properties.globalValidation.unauthenticatedClientAction"));
        Assert.False(signIn.FlagAt("properties.login.tokenStore.enabled"));
    }

    [Fact]
    public void Scheduler_as_the_backend_is_a_matter_of_settings()
    {
        var settings = Deployment.Everything.Settings();

        Assert.Equal("azureManaged", settings["AzureFunctionsJobHost__extensions__durableTask__storageProvider__type"]);
        Assert.Contains("Authentication=ManagedIdentity", settings["DURABLE_TASK_SCHEDULER_CONNECTION_STRING"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Dev")]
    [InlineData("Prod")]
    [InlineData("Everything")]
    public void Audit_of_vault_storage_and_app_goes_to_the_workspace(string deployment) => Assert.Equal(
        ["Microsoft.KeyVault/vaults", "Microsoft.Storage/storageAccounts", "Microsoft.Storage/storageAccounts", "Microsoft.Storage/storageAccounts", "Microsoft.Web/sites"],
        Deployment.Named(deployment).OfType("Microsoft.Insights/diagnosticSettings")
            .Select(setting => string.Join('/', setting.Id.Split("/providers/")[1].Split('/')[..2]))
            .Order(StringComparer.Ordinal));

    // Names that are global must fit their services' limits with the longest prefix and environment.
    [Fact]
    public void Names_fit_their_services()
    {
        const int Prefix = 8;
        const int Environment = 4;
        const int Suffix = 9;

        Assert.All(["Dev", "Prod", "Everything"], deployment =>
        {
            var account = Deployment.Named(deployment).Single("Microsoft.Storage/storageAccounts").Name;
            Assert.Matches("^[a-z0-9]{3,24}$", account);
            Assert.Matches("^[a-z][a-z0-9-]{2,23}$", Deployment.Named(deployment).Single("Microsoft.KeyVault/vaults").Name);
        });
        Assert.InRange("kv-".Length + Prefix + Environment + Suffix, 3, 24);
    }
}
