using System.Text.Json;

namespace FlowFunctions.Infra.Tests;

public class NetworkTests
{
    [Theory]
    [InlineData("Prod")]
    [InlineData("Everything")]
    public void Private_networking_closes_storage_and_secrets_to_the_internet(string deployment)
    {
        foreach (var type in new[] { "Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults" })
        {
            var resource = Deployment.Named(deployment).Single(type);
            Assert.Equal("Disabled", resource.TextAt("properties.publicNetworkAccess"));
            Assert.Equal("Deny", resource.TextAt("properties.networkAcls.defaultAction"));
            Assert.Equal("None", resource.TextAt("properties.networkAcls.bypass"));
        }
    }

    [Fact]
    public void Private_networking_closes_the_scheduler_to_the_internet() =>
        Assert.Equal("Disabled", Deployment.Everything.Single("Microsoft.DurableTask/schedulers").TextAt("properties.publicNetworkAccess"));

    [Fact]
    public void Private_networking_leads_to_each_service_by_an_endpoint_with_a_zone()
    {
        string[] services = ["blob", "queue", "scheduler", "table", "vault"];
        var endpoints = Deployment.Everything.OfType("Microsoft.Network/privateEndpoints");

        Assert.Equal(services, endpoints.Select(endpoint => endpoint.TextAt("properties.privateLinkServiceConnections.0.properties.groupIds.0")).Order());
        Assert.Equal(services.Length, Deployment.Everything.OfType("Microsoft.Network/privateDnsZones").Select(zone => zone.Name).Distinct().Count());
        Assert.Equal(services.Length, Deployment.Everything.OfType("Microsoft.Network/privateDnsZones/virtualNetworkLinks").Count);
        Assert.Equal(services.Length, Deployment.Everything.OfType("Microsoft.Network/privateEndpoints/privateDnsZoneGroups").Count);
    }

    [Fact]
    public void Private_networking_is_on_unless_a_parameter_file_turns_it_off()
    {
        Assert.Contains("param privateNetworking bool = true", Infra.Read("infra/main.bicep"), StringComparison.Ordinal);
        Assert.Empty(Deployment.Dev.OfType("Microsoft.Network/virtualNetworks"));
    }

    [Theory]
    [InlineData("Prod")]
    [InlineData("Everything")]
    public void Security_groups_let_nothing_in_from_outside_the_network(string deployment)
    {
        var rules = Deployment.Named(deployment).OfType("Microsoft.Network/networkSecurityGroups")
            .SelectMany(group => group.At("properties.securityRules") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : Array.Empty<JsonElement>())
            .Select(rule => rule.GetProperty("properties"))
            .ToList();

        Assert.NotEmpty(rules);
        Assert.All(
            rules.Where(rule => rule.GetProperty("access").GetString() == "Allow" && rule.GetProperty("direction").GetString() == "Inbound"),
            rule => Assert.Equal("VirtualNetwork", rule.GetProperty("sourceAddressPrefix").GetString()));
    }

    [Theory]
    [InlineData("Dev")]
    [InlineData("Prod")]
    [InlineData("Everything")]
    public void Everything_talks_TLS_1_2_or_newer(string deployment)
    {
        var account = Deployment.Named(deployment).Single("Microsoft.Storage/storageAccounts");
        Assert.Equal("TLS1_2", account.TextAt("properties.minimumTlsVersion"));
        Assert.True(account.FlagAt("properties.supportsHttpsTrafficOnly"));

        var app = Deployment.Named(deployment).Single("Microsoft.Web/sites");
        Assert.True(app.FlagAt("properties.httpsOnly"));
        Assert.Equal("1.2", app.TextAt("properties.siteConfig.minTlsVersion"));
        Assert.Equal("1.2", app.TextAt("properties.siteConfig.scmMinTlsVersion"));
        Assert.False(app.FlagAt("properties.siteConfig.remoteDebuggingEnabled"));
    }

    [Fact]
    public void Allowed_callers_shut_out_all_others()
    {
        var app = Deployment.Everything.Single("Microsoft.Web/sites");

        Assert.Equal("Deny", app.TextAt("properties.siteConfig.ipSecurityRestrictionsDefaultAction"));
        Assert.Equal("203.0.113.0/24", app.TextAt("properties.siteConfig.ipSecurityRestrictions.0.ipAddress"));
    }
}
