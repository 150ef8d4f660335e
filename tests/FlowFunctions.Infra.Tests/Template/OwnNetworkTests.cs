namespace FlowFunctions.Infra.Tests.Template;

public class OwnNetworkTests
{
    private const string Company = "/virtualNetworks/company/subnets/";

    [Fact]
    public void Network_and_names_that_are_there_are_not_made_again() => Assert.DoesNotContain(
        Deployment.OwnNetwork.Resources,
        resource => resource.Type is "Microsoft.Network/virtualNetworks" or "Microsoft.Network/networkSecurityGroups"
            or "Microsoft.Network/privateDnsZones" or "Microsoft.Network/privateDnsZones/virtualNetworkLinks");

    [Fact]
    public void App_sends_from_the_subnet_that_is_there() =>
        Assert.EndsWith(Company + "flows-app", Deployment.OwnNetwork.Single("Microsoft.Web/sites").TextAt("properties.virtualNetworkSubnetId"), StringComparison.Ordinal);

    [Fact]
    public void Endpoints_are_in_the_subnet_that_is_there_and_registered_in_its_zones()
    {
        var endpoints = Deployment.OwnNetwork.OfType("Microsoft.Network/privateEndpoints");

        Assert.Equal(Facts.PrivateLinks.Count, endpoints.Count);
        Assert.All(endpoints, endpoint => Assert.EndsWith(Company + "endpoints", endpoint.TextAt("properties.subnet.id"), StringComparison.Ordinal));
        Assert.All(
            Deployment.OwnNetwork.OfType("Microsoft.Network/privateEndpoints/privateDnsZoneGroups"),
            group => Assert.Contains("/resourceGroups/dns/", group.TextAt("properties.privateDnsZoneConfigs.0.properties.privateDnsZoneId"), StringComparison.Ordinal));
    }

    // Who is closed to the internet and closed to the network is closed to the app.
    [Theory]
    [InlineData("Microsoft.Storage/storageAccounts")]
    [InlineData("Microsoft.KeyVault/vaults")]
    [InlineData("Microsoft.DurableTask/schedulers")]
    public void Storage_secrets_and_scheduler_are_closed_to_the_internet(string type) =>
        Assert.Equal("Disabled", Deployment.OwnNetwork.Single(type).TextAt("properties.publicNetworkAccess"));
}
