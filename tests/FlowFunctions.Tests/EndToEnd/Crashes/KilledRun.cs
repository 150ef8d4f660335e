using System.Text.Json.Nodes;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.EndToEnd.Crashes;

/// <summary>A run of ten slow steps, killed when some have ended, some run and some wait.</summary>
internal static class KilledRun
{
    private const int Steps = 10;
    private static readonly TimeSpan StepTakes = TimeSpan.FromMilliseconds(700);

    public static async Task GoesOnAsync(AzuriteFixture azurite, CancellationToken cancellationToken)
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(async context =>
        {
            await Task.Delay(StepTakes, context.RequestAborted);
            await ScriptedEndpoint.Answer(context, 200, """{"outcome":"success"}""");
        });
        using var folder = AppFolder.Create(azurite.NewAccount());
        string flow;
        string run;
        string[] finishedBeforeTheKill;

        await using (var first = await AppProcess.StartAsync(folder, cancellationToken))
        {
            flow = await CreateFlowOfPairsAsync(first, endpoint, cancellationToken);
            run = (string)(await first.PostAsync($"2/0/integrationflows/{flow}/run", null, cancellationToken))["run"]!["id"]!;
            // A step that the run shows as ended is durable; one that only the endpoint has finished may not be.
            finishedBeforeTheKill = await Wait.For(
                () => EndedStepsAsync(first, flow, run, cancellationToken),
                ended => ended.Length >= 4);
            await first.KillAsync();
        }

        await using var second = await AppProcess.StartAsync(folder, cancellationToken);
        var record = await Crash.EndAsync(
            () => second.GetAsync($"2/0/integrationflows/{flow}/runs/{run}", cancellationToken),
            answer => answer["run"]!["endDate"] is not null);

        Assert.True((bool)record["run"]!["success"]!, record.ToJsonString());
        Assert.All(record["run"]!["steps"]!.AsArray(), step => Assert.Equal("success", (string)step!["status"]!));
        Assert.All(finishedBeforeTheKill, step => Assert.Single(endpoint.Received, request => request.Path == "/" + step));
        Assert.Equal(Steps, endpoint.Received.DistinctBy(request => request.Path).Count());
        var latest = (await second.GetAsync($"2/0/integrationflows/{flow}", cancellationToken))["integrationFlow"]!["latestRun"]!;
        Assert.True((bool)latest["success"]!);
        Assert.Equal("Success", (string)latest["message"]!);
        Assert.NotNull(latest["endDate"]);
    }

    /// <summary>Five pairs, each pair after the one before it: the kill always finds finished, running and waiting steps.</summary>
    private static async Task<string> CreateFlowOfPairsAsync(AppProcess app, ScriptedEndpoint endpoint, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        for (var i = 0; i < Steps; i++)
        {
            var created = await app.PostAsync(
                "2/0/integrations",
                new JsonObject
                {
                    ["name"] = $"step-{i}",
                    ["version"] = "2.0",
                    ["endpoint"] = new JsonObject { ["url"] = $"{endpoint.Url}/step-{i}" },
                },
                cancellationToken);
            ids.Add((string)created["integration"]!["integrationId"]!);
        }

        var steps = new JsonArray();
        for (var i = 0; i < Steps; i++)
        {
            var before = i < 2 ? [] : new[] { ids[(i / 2 * 2) - 2], ids[(i / 2 * 2) - 1] };
            steps.Add(new JsonObject { ["referrer"] = ids[i], ["dependsOn"] = new JsonArray([.. before.Select(id => (JsonNode)id)]) });
        }

        var flow = await app.PostAsync("2/0/integrationflows", new JsonObject { ["name"] = "ten slow steps", ["steps"] = steps }, cancellationToken);
        return (string)flow["integrationFlow"]!["integrationFlowId"]!;
    }

    private static async Task<string[]> EndedStepsAsync(AppProcess app, string flow, string run, CancellationToken cancellationToken)
    {
        var answer = await app.GetAsync($"2/0/integrationflows/{flow}/runs/{run}", cancellationToken);
        return [.. answer["run"]!["steps"]!.AsArray().Where(step => step!["endDate"] is not null).Select(step => (string)step!["name"]!)];
    }
}
