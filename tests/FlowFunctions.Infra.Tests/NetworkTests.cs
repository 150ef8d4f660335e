using System.Text.Json;
using FlowFunctions.Infra.Tests.Template;

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
        var services = Facts.PrivateLinks.Select(link => link.Service).Order(StringComparer.Ordinal).ToList();
        var endpoints = Deployment.Everything.OfType("Microsoft.Network/privateEndpoints");

        Assert.Equal(services, endpoints.Select(endpoint => endpoint.TextAt("properties.privateLinkServiceConnections.0.properties.groupIds.0")).Order(StringComparer.Ordinal));
        Assert.Equal(services.Count, Deployment.Everything.OfType("Microsoft.Network/privateDnsZones").Select(zone => zone.Name).Distinct().Count());
        Assert.Equal(services.Count, Deployment.Everything.OfType("Microsoft.Network/privateDnsZones/virtualNetworkLinks").Count);
        Assert.Equal(services.Count, Deployment.Everything.OfType("Microsoft.Network/privateEndpoints/privateDnsZoneGroups").Count);
    }

    // Suffixes are the cloud's and known when it is deployed; here it is the public one.
    [Fact]
    public void Zones_are_those_that_azure_looks_names_up_in() => Assert.Equal(
        Facts.PrivateLinks.Select(link => link.Zone.Replace("{storage}", "core.windows.net", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        Deployment.Everything.OfType("Microsoft.Network/privateDnsZones").Select(zone => InThePublicCloud(zone.Name)).Order(StringComparer.Ordinal));

    [Fact]
    public void Subnet_of_the_app_is_handed_to_flex_consumption() => Assert.Equal(
        Facts.Values("delegation of the app's subnet"),
        [Deployment.Prod.Single("Microsoft.Network/virtualNetworks").TextAt("properties.subnets.0.properties.delegations.0.properties.serviceName")!]);

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

    private static string InThePublicCloud(string zone) => zone switch
    {
        "[format('privatelink{0}', replace(environment().suffixes.keyvaultDns, '.vault.', '.vaultcore.'))]" =>
            "privatelink" + ".vault.azure.net".Replace(".vault.", ".vaultcore.", StringComparison.Ordinal),
        ['[', ..] => $"privatelink.{zone.Split('\'')[3]}.core.windows.net",
        _ => zone,
    };
}
