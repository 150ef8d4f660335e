namespace FlowFunctions.Infra.Tests.Template;

/// <summary>What would be deployed and not work, or alert nobody, is refused with words before anything is deployed.</summary>
public class RefusalTests
{
    private const string Misfits = """
        using 'main.bicep'
        param prefix = 'my-flows'
        param environmentName = 'prod'
        param privateNetworking = false
        param backend = 'DurableTaskScheduler'
        param zoneRedundant = true
        param storageSku = 'Standard_LRS'
        param endpointSubnetId = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/company/subnets/endpoints'
        param alertAddresses = ['']
        """;

    [Fact]
    public async Task Production_without_an_address_for_its_alerts_is_refused() => Assert.Contains(
        "Environment variable \"FLOWS_ALERT_ADDRESS\" does not exist",
        await BicepTool.RefusalAsync("main.prod", parameters: null, [], TestContext.Current.CancellationToken),
        StringComparison.Ordinal);

    // An address among them that is empty: what a pipeline makes of a secret that nobody has set.
    [Fact]
    public async Task What_does_not_go_together_is_refused_all_at_once()
    {
        var refusal = await BicepTool.RefusalAsync("misfits", Misfits, [], TestContext.Current.CancellationToken);

        Assert.All(
            ["prefix may have lowercase letters and digits alone", "-p:DurableTaskScheduler=true", "zoneRedundant needs a storageSku", "Production needs alertAddresses", "appSubnetId and endpointSubnetId go together"],
            words => Assert.Contains(words, refusal, StringComparison.Ordinal));
    }
}
