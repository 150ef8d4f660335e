using System.Text.Json.Nodes;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.EndToEnd;

/// <summary>A flow that is as large as a flow may be: it is taken, runs, ends, and is told of.</summary>
[Needs(Need.App)]
[TakesLong]
public sealed class LargestRunTests(ServedAppFixture served) : IClassFixture<ServedAppFixture>
{
    private const int Steps = 100;
    private const int Headers = 32;

    /// <summary>Steps that run at the same time; each of the next wave waits for all of them.</summary>
    private const int Wave = 50;

    /// <summary>Twelve bytes each where JSON is written without care, four in UTF-8, two characters in memory.</summary>
    private const string Widest = "😀";

    [Fact]
    public async Task Flow_of_a_hundred_steps_with_the_longest_names_headers_and_messages_runs_to_its_end()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(context => ScriptedEndpoint.Answer(
            context, 200, new JsonObject { ["outcome"] = "failure", ["message"] = string.Concat(Enumerable.Repeat(Widest, 2048)) }.ToJsonString()));
        var ids = new List<string>();
        foreach (var step in Enumerable.Range(0, Steps))
        {
            var created = await served.App.PostAsync("2/0/integrations", new JsonObject
            {
                ["name"] = $"{step:D3}" + string.Concat(Enumerable.Repeat(Widest, 197)),
                ["endpoint"] = new JsonObject
                {
                    ["url"] = $"{endpoint.Url}/{step:D3}?{new string('x', 1950)}",
                    ["headers"] = new JsonObject(Enumerable.Range(0, Headers).Select(header => KeyValuePair.Create($"X-{header:D3}-{new string('h', 120)}", (JsonNode?)JsonValue.Create(new string('v', 800))))),
                },
            });
            ids.Add((string)created["integration"]!["integrationId"]!);
        }

        var steps = ids.Select((id, index) => (JsonNode)new JsonObject
        {
            ["referrer"] = id,
            ["dependsOn"] = index < Wave ? null : new JsonArray([.. ids.Skip(((index / Wave) - 1) * Wave).Take(Wave).Select(before => (JsonNode)before)]),
            ["exceptionBehavior"] = new JsonArray(new JsonObject { ["type"] = "failure", ["strategy"] = "continue" }),
        });
        var flow = (string)(await served.App.PostAsync("2/0/integrationflows", new JsonObject
        {
            ["name"] = string.Concat(Enumerable.Repeat(Widest, 200)),
            ["steps"] = new JsonArray([.. steps]),
        }))["integrationFlow"]!["integrationFlowId"]!;

        var run = await served.App.StartRunAsync(flow);
        var ended = await Wait.For(async () => (await served.App.GetAsync($"2/0/integrationflows/{flow}/runs/{run}"))["run"]!, read => read["endDate"] is not null);

        Assert.Equal("Completed with failures: 100 of 100 steps", (string)ended["message"]!);
        Assert.All(ended["steps"]!.AsArray(), step => Assert.StartsWith(Widest, (string)step!["message"]!, StringComparison.Ordinal));
        var feed = await Wait.For(() => served.App.GetAsync("2/0/notifications"), answer => answer["notifications"]!.AsArray().Count > 0);
        Assert.Equal(run, (string)feed["notifications"]![0]!["runId"]!);
    }
}
