using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.EndToEnd.Crashes;

/// <summary>Chains of slow steps, started through two hosts of one task hub, of which one is killed and comes back.</summary>
internal static class KilledOfTwo
{
    private const int Flows = 6;
    private const int Steps = 5;
    private static readonly TimeSpan StepTakes = TimeSpan.FromMilliseconds(500);

    public static async Task GoesOnAsync(AzuriteFixture azurite, CancellationToken cancellationToken)
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(async context =>
        {
            await Task.Delay(StepTakes, context.RequestAborted);
            await ScriptedEndpoint.Answer(context, 200);
        });
        using var folder = AppFolder.Create(azurite.NewAccount());
        await using var survivor = await AppProcess.StartAsync(folder, cancellationToken);
        var runs = new List<(string Flow, string Run)>();

        await using (var victim = await AppProcess.StartAsync(folder, cancellationToken))
        {
            for (var number = 0; number < Flows; number++)
            {
                var host = number % 2 == 0 ? survivor : victim;
                var flow = await CreateChainAsync(host, number, endpoint.Url, cancellationToken);
                runs.Add((flow, (string)(await host.PostAsync($"2/0/integrationflows/{flow}/run", null, cancellationToken))["run"]!["id"]!));
            }

            await Wait.Until(() => endpoint.Received.Count >= Flows * 2);
            await victim.KillAsync();
        }

        await AssertAnswersAsync(survivor, runs[1].Flow, cancellationToken);
        await Wait.Until(async () => (await survivor.Client.GetAsync(new Uri("2/0/health/ready", UriKind.Relative), cancellationToken)).IsSuccessStatusCode);
        await using var again = await AppProcess.StartAsync(folder, cancellationToken);
        foreach (var (flow, run) in runs)
        {
            foreach (var host in new[] { again, survivor })
            {
                var record = await Crash.EndAsync(
                    () => host.GetAsync($"2/0/integrationflows/{flow}/runs/{run}", cancellationToken), answer => answer["run"]!["endDate"] is not null);
                Assert.True((string)record["run"]!["message"]! == "Success", record.ToJsonString());
            }

            Assert.Single((await again.GetAsync($"2/0/integrationflows/{flow}/runs", cancellationToken))["runs"]!.AsArray());
            await AssertAnswersAsync(survivor, flow, cancellationToken);
            await AssertAnswersAsync(again, flow, cancellationToken);
        }

        // At least once each, and what came twice came under the same operation id.
        Assert.Equal(Flows * Steps, endpoint.Received.DistinctBy(request => request.Path).Count());
        Assert.All(endpoint.Received.GroupBy(request => request.Path), calls => Assert.Single(calls.Select(OperationOf).Distinct(StringComparer.Ordinal)));

        // No lock stays: each flow runs again.
        await Task.WhenAll(runs.Select(one => Wait.Until(
            async () => (await again.GetAsync($"2/0/integrationflows/{one.Flow}", cancellationToken))["integrationFlow"]!["latestRun"]!["endDate"] is not null)));
        Assert.All(await Task.WhenAll(runs.Select(one => again.PostAsync($"2/0/integrationflows/{one.Flow}/run", null, cancellationToken))), Assert.NotNull);
    }

    private static string OperationOf(ReceivedRequest request) => (string)JsonSerializer.Deserialize<JsonNode>(request.Body)!["operationId"]!;

    private static async Task AssertAnswersAsync(AppProcess host, string flow, CancellationToken cancellationToken) =>
        Assert.NotNull((await host.GetAsync($"2/0/integrationflows/{flow}", cancellationToken))["integrationFlow"]);

    private static Task<string> CreateChainAsync(AppProcess host, int number, string url, CancellationToken cancellationToken) => FlowOf.CreateAsync(
        (path, body) => host.PostAsync(path, body, cancellationToken),
        timeout: null,
        [.. Enumerable.Range(0, Steps).Select(step => new StepOf($"{number}-{step}", $"{url}/{number}-{step}", step == 0 ? [] : [$"{number}-{step - 1}"]))]);
}
