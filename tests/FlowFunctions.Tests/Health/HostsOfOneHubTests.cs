using System.Net;
using Azure.Storage.Queues;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.EndToEnd;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.Health;

/// <summary>Any number of hosts serve one account and task hub at the same time. That work outlives one of them is a crash test's to show.</summary>
[Needs(Need.App)]
public sealed class HostsOfOneHubTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Two_hosts_of_one_hub_are_both_ready_and_both_start_runs()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 200));
        var account = azurite.NewAccount();
        var unique = "e" + Guid.CreateVersion7().ToString("N")[^15..];
        await using var first = await ServedApp.StartAsync(account, unique: unique);
        await using var second = await ServedApp.StartAsync(account, unique: unique);
        ServedApp[] hosts = [first, second];

        foreach (var host in hosts)
        {
            await Wait.For(() => StatusAsync(host), status => status == HttpStatusCode.OK);
        }

        var flow = await first.CreateFlowAsync(new StepOf("a", endpoint.Url + "/a"), new StepOf("b", endpoint.Url + "/b", ["a"]));
        foreach (var (starts, reads) in new[] { (first, second), (second, first) })
        {
            var run = await starts.StartRunAsync(flow);
            var record = await Wait.For(() => reads.GetAsync($"2/0/integrationflows/{flow}/runs/{run}"), answer => answer["run"]!["endDate"] is not null);
            Assert.Equal("Success", (string)record["run"]!["message"]!);
            await Wait.For(() => reads.GetAsync($"2/0/integrationflows/{flow}"), answer => answer["integrationFlow"]!["latestRun"]!["endDate"] is not null);
        }

        Assert.Equal(["/a", "/b", "/a", "/b"], endpoint.Received.Select(request => request.Path));
    }

    [Fact]
    public async Task Two_installations_in_one_account_have_queues_of_their_own()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 400));
        var account = azurite.NewAccount();
        await using var first = await ServedApp.StartAsync(account);
        await using var second = await ServedApp.StartAsync(account);

        foreach (var installation in new[] { first, second })
        {
            var flow = await installation.CreateFlowAsync(new StepOf("a", endpoint.Url + "/a"), new StepOf("b", endpoint.Url + "/b", ["a"]));
            var run = await installation.StartRunAsync(flow);

            // The message of a run's end finds its way to its own installation's feed, through a queue that the other one looks at as well if it could.
            var feed = await Wait.For(() => installation.GetAsync("2/0/notifications"), answer => answer["notifications"]!.AsArray().Count > 0);
            Assert.Equal([run], feed["notifications"]!.AsArray().Select(message => (string)message!["runId"]!));
        }

        var queues = await new QueueServiceClient(account).GetQueuesAsync().Select(queue => queue.Name).ToListAsync();
        Assert.DoesNotContain(StorageQueues.NotificationsName, queues);
        Assert.Equal(2, queues.Count(queue => queue.EndsWith("-" + StorageQueues.NotificationsName, StringComparison.Ordinal)));
    }

    private static async Task<HttpStatusCode> StatusAsync(ServedApp host)
    {
        using var response = await host.Client.GetAsync(new Uri("2/0/health/ready", UriKind.Relative));
        return response.StatusCode;
    }
}
