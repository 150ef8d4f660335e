using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.EndToEnd.Crashes;

/// <summary>A step that is tried again, killed while it waits for its next try.</summary>
internal static class KilledTries
{
    /// <summary>Long enough for the kill to come within it, also beside other tests; the host that is started then waits for a minute for what the killed one held.</summary>
    private const string Pause = "PT20S";

    public static async Task GoOnAsync(AzuriteFixture azurite, CancellationToken cancellationToken)
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(context => context.Request.Path == "/a" && BodiesOf(endpoint, "/a").Count < 2
            ? ScriptedEndpoint.Answer(context, 422, """{"message":"no rows"}""")
            : ScriptedEndpoint.Answer(context, 200));
        using var folder = AppFolder.Create(azurite.NewAccount());
        string flow;
        string run;

        await using (var first = await AppProcess.StartAsync(folder, cancellationToken))
        {
            flow = await FlowOf.CreateAsync(
                (path, body) => first.PostAsync(path, body, cancellationToken),
                timeout: null,
                new("a", endpoint.Url + "/a", Retries: 5, Backoff: Pause),
                new("b", endpoint.Url + "/b", ["a"]));
            run = (string)(await first.PostAsync($"2/0/integrationflows/{flow}/run", null, cancellationToken))["run"]!["id"]!;
            await Wait.For(
                async () => (await first.GetAsync($"2/0/integrationflows/{flow}/runs/{run}", cancellationToken))["run"]!,
                read => ((string?)read["steps"]![0]!["message"])?.StartsWith("Try 2 of 6 starts at", StringComparison.Ordinal) == true);
            await first.KillAsync();
        }

        await using var second = await AppProcess.StartAsync(folder, cancellationToken);
        var ended = await Crash.EndAsync(
            async () => (await second.GetAsync($"2/0/integrationflows/{flow}/runs/{run}", cancellationToken))["run"]!,
            read => read["endDate"] is not null);

        Assert.Equal(("Success", 2), ((string)ended["message"]!, (int)ended["steps"]![0]!["attempts"]!));
        Assert.Equal([1, 2], BodiesOf(endpoint, "/a").Select(body => (int)body["attempt"]!));
        Assert.Single(BodiesOf(endpoint, "/b"));
    }

    private static List<JsonNode> BodiesOf(ScriptedEndpoint endpoint, string path) =>
        [.. endpoint.Received.Where(request => request.Method == "POST" && request.Path == path).Select(request => JsonSerializer.Deserialize<JsonNode>(request.Body)!)];
}
