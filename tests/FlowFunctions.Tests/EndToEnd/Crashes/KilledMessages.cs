using System.Text.Json.Nodes;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.EndToEnd.Crashes;

/// <summary>Five runs that fail at the moment of the kill, each of which has something to tell.</summary>
internal static class KilledMessages
{
    public static async Task ArriveAsync(AzuriteFixture azurite, CancellationToken cancellationToken)
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 400));
        using var folder = AppFolder.Create(azurite.NewAccount());
        var runs = new List<string>();
        await using (var first = await AppProcess.StartAsync(folder, cancellationToken))
        {
            var ids = new List<string>();
            for (var index = 0; index < 5; index++)
            {
                var created = await first.PostAsync(
                    "2/0/integrations", new JsonObject { ["name"] = $"step-{index}", ["endpoint"] = new JsonObject { ["url"] = endpoint.Url } }, cancellationToken);
                ids.Add((string)created["integration"]!["integrationId"]!);
            }

            foreach (var id in ids)
            {
                runs.Add((string)(await first.PostAsync($"2/0/integrations/{id}/run", null, cancellationToken))["run"]!["id"]!);
            }

            // Some runs have ended and their messages wait or are being delivered; others are just about to end.
            await Wait.Until(() => endpoint.Received.Count >= 3);
            await first.KillAsync();
        }

        await using var second = await AppProcess.StartAsync(folder, cancellationToken);
        var feed = await Crash.EndAsync(
            () => second.GetAsync("2/0/notifications", cancellationToken),
            answer => answer["notifications"]!.AsArray().Count >= runs.Count);

        Assert.Equal(runs.Order(StringComparer.Ordinal), feed["notifications"]!.AsArray().Select(entry => (string)entry!["runId"]!).Order(StringComparer.Ordinal));
    }
}
