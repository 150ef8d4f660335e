using System.Text.Json.Nodes;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets;
using FlowFunctions.Tests.Telemetry;

namespace FlowFunctions.Tests.EndToEnd.Crashes;

/// <summary>A run that reports to a collector before the kill and after it.</summary>
internal static class KilledTrace
{
    public static async Task IsOneAsync(AzuriteFixture azurite, CancellationToken cancellationToken)
    {
        var isDone = false;
        await using var collector = await SpanCollector.StartAsync();
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(context => context.Request.Path == "/slow" ? ScriptedEndpoint.Answer(context, 202, null, ("Location", "/task"), ("Retry-After", "1"))
            : context.Request.Path == "/task" && !isDone ? ScriptedEndpoint.Answer(context, 202, null, ("Retry-After", "1"))
            : ScriptedEndpoint.Answer(context, 200));
        using var folder = AppFolder.Create(azurite.NewAccount(), new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        });
        string flow;
        string run;
        await using (var first = await AppProcess.StartAsync(folder, cancellationToken))
        {
            flow = await CreateFlowAsync(first, endpoint, cancellationToken);
            run = (string)(await first.PostAsync($"2/0/integrationflows/{flow}/run", null, cancellationToken))["run"]!["id"]!;

            // The first calls of the slow step have been sent to the collector: what comes later must fit to them.
            await Wait.Until(() => endpoint.Received.Count(request => request.Path == "/task") >= 2, describe: () => first.Output);
            await Wait.Until(() => collector.Collected.Any(span => span.Name == "GET"), describe: () => string.Join(' ', collector.Collected));
            await first.KillAsync();
        }

        var callsBefore = collector.Collected.Count(span => span.Name == "GET");
        isDone = true;
        await using var second = await AppProcess.StartAsync(folder, cancellationToken);
        var record = await Crash.EndAsync(
            () => second.GetAsync($"2/0/integrationflows/{flow}/runs/{run}", cancellationToken), answer => answer["run"]!["endDate"] is not null);
        var trace = (string)record["run"]!["traceId"]!;
        await Wait.Until(() => Of(trace).Any(span => span.Name == "step after"), describe: () => string.Join(' ', Of(trace)));

        var whole = Assert.Single(Of(trace), span => span.Name == "run two steps");
        var slow = Assert.Single(Of(trace), span => span.Name == "step slow");
        var after = Assert.Single(Of(trace), span => span.Name == "step after");
        Assert.Equal((whole.SpanId, whole.SpanId), (slow.ParentId, after.ParentId));
        Assert.Equal(Assert.Single(Of(trace), span => span.Name.StartsWith("POST ", StringComparison.Ordinal) && span.Name.EndsWith("/run", StringComparison.Ordinal)).SpanId, whole.ParentId);
        var polls = Of(trace).Where(span => span.Name == "GET").ToList();
        Assert.All(polls, poll => Assert.Equal(slow.SpanId, poll.ParentId));
        Assert.True(polls.Count > callsBefore, $"{polls.Count} polls, {callsBefore} of them before the kill");

        List<CollectedSpan> Of(string traceId) => [.. collector.Collected.Where(span => span.TraceId == traceId)];
    }

    private static async Task<string> CreateFlowAsync(AppProcess app, ScriptedEndpoint endpoint, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        foreach (var name in new[] { "slow", "after" })
        {
            var body = new JsonObject { ["name"] = name, ["endpoint"] = new JsonObject { ["url"] = $"{endpoint.Url}/{name}" } };
            ids.Add((string)(await app.PostAsync("2/0/integrations", body, cancellationToken))["integration"]!["integrationId"]!);
        }

        var flow = new JsonObject
        {
            ["name"] = "two steps",
            ["steps"] = new JsonArray(
                new JsonObject { ["referrer"] = ids[0] }, new JsonObject { ["referrer"] = ids[1], ["dependsOn"] = new JsonArray(JsonValue.Create(ids[0])) }),
        };
        return (string)(await app.PostAsync("2/0/integrationflows", flow, cancellationToken))["integrationFlow"]!["integrationFlowId"]!;
    }
}
