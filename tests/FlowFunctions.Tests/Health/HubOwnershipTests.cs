using System.Net;
using System.Text.Json.Nodes;
using FlowFunctions.Runs;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Health;

public sealed class HubOwnershipTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Process_that_does_not_own_the_hub_yet_is_not_ready_and_says_so_until_it_does()
    {
        var unique = "e" + Guid.CreateVersion7().ToString("N")[^15..];
        var settings = new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["Flows:StoragePrefix"] = unique,
            ["Flows:TaskHub"] = unique,
        };
        var owner = await HostedApp.StartAsync(settings);
        await Wait.Until(async () => (await ReadAsync(owner)).Status == HttpStatusCode.OK);
        await using var second = await HostedApp.StartAsync(settings);

        var (status, waiting) = await Wait.For(
            () => ReadAsync(second), answer => answer.Body["checks"]!.AsArray().Count(check => (string)check!["status"]! == "failing") == 1);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("taskHub since ", (string)waiting["message"]!, StringComparison.Ordinal);
        Assert.Contains("another process owns it", (string)waiting["message"]!, StringComparison.Ordinal);

        await owner.DisposeAsync();
        await Wait.Until(async () => (await ReadAsync(second)).Status == HttpStatusCode.OK);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> ReadAsync(HostedApp host)
    {
        using var response = await host.Client.GetAsync(new Uri("2/0/health/ready", UriKind.Relative));
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
