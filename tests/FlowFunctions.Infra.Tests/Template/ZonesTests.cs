namespace FlowFunctions.Infra.Tests.Template;

public class ZonesTests
{
    // Each group of functions then has two instances at all times, for which somebody pays.
    [Theory]
    [InlineData("Dev", false)]
    [InlineData("Prod", false)]
    [InlineData("Everything", true)]
    public void Instances_are_spread_over_zones_for_who_asks(string deployment, bool isSpread) =>
        Assert.Equal(isSpread, Deployment.Named(deployment).Single("Microsoft.Web/serverfarms").FlagAt("properties.zoneRedundant"));
}
