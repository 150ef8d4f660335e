namespace FlowFunctions.Infra.Tests;

public class NoKeysTests
{
    [Theory]
    [InlineData("listKeys")]
    [InlineData("listAccountSas")]
    [InlineData("listServiceSas")]
    [InlineData("listSecrets")]
    [InlineData("listConnectionStrings")]
    [InlineData("AccountKey=")]
    [InlineData("SharedAccessKey")]
    [InlineData("sig=")]
    [InlineData("clientSecret")]
    [InlineData("password")]
    public void Template_asks_for_no_key_and_holds_none(string sign) => Assert.DoesNotContain(sign, Infra.Template, StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("Dev")]
    [InlineData("Prod")]
    [InlineData("Everything")]
    public void Storage_account_takes_identities_only(string deployment)
    {
        var account = Deployment.Named(deployment).Single("Microsoft.Storage/storageAccounts");

        Assert.False(account.FlagAt("properties.allowSharedKeyAccess"));
        Assert.False(account.FlagAt("properties.allowBlobPublicAccess"));
        Assert.False(account.FlagAt("properties.isLocalUserEnabled"));
        Assert.False(account.FlagAt("properties.isSftpEnabled"));
        Assert.False(account.FlagAt("properties.allowCrossTenantReplication"));
        Assert.All(
            Deployment.Named(deployment).OfType("Microsoft.Storage/storageAccounts/blobServices/containers"),
            container => Assert.Equal("None", container.TextAt("properties.publicAccess")));
    }

    [Theory]
    [InlineData("Dev")]
    [InlineData("Prod")]
    [InlineData("Everything")]
    public void App_reaches_its_storage_with_its_identity(string deployment)
    {
        var settings = Deployment.Named(deployment).Settings();

        Assert.Equal("managedidentity", settings["AzureWebJobsStorage__credential"]);
        Assert.Contains(".clientId", settings["AzureWebJobsStorage__clientId"], StringComparison.Ordinal);

        // A connection string would win over the identity.
        Assert.DoesNotContain("AzureWebJobsStorage", settings.Keys);
        Assert.Equal(
            "UserAssignedIdentity",
            Deployment.Named(deployment).Single("Microsoft.Web/sites").TextAt("properties.functionAppConfig.deployment.storage.authentication.type"));
    }

    [Theory]
    [InlineData("Dev")]
    [InlineData("Prod")]
    [InlineData("Everything")]
    public void Telemetry_is_written_with_an_identity(string deployment)
    {
        Assert.True(Deployment.Named(deployment).Single("Microsoft.Insights/components").FlagAt("properties.DisableLocalAuth"));
        Assert.True(Deployment.Named(deployment).Single("Microsoft.OperationalInsights/workspaces").FlagAt("properties.features.disableLocalAuth"));
    }

    [Theory]
    [InlineData("Dev")]
    [InlineData("Prod")]
    [InlineData("Everything")]
    public void Deployment_endpoints_take_no_password(string deployment)
    {
        var policies = Deployment.Named(deployment).OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies");

        Assert.Equal(["ftp", "scm"], policies.Select(policy => policy.Name.Split('/')[1]).Order());
        Assert.All(policies, policy => Assert.False(policy.FlagAt("properties.allow")));

        // Flex Consumption has no FTP that could be switched off (https://learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations).
        Assert.Null(Deployment.Named(deployment).Single("Microsoft.Web/sites").TextAt("properties.siteConfig.ftpsState"));
    }
}
