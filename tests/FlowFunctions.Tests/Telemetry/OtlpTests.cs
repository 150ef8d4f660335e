using System.Net;
using Azure.Data.Tables;
using FlowFunctions.Testing;
using FlowFunctions.Tests.EndToEnd;
using FlowFunctions.Tests.Targets;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Telemetry;

/// <summary>What reaches an OpenTelemetry collector. Strings stand in the protocol's bodies as they are.</summary>
[Needs(Need.App)]
[Collection(nameof(Exporting))]
public sealed class OtlpTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Collector_gets_spans_metrics_and_logs_of_a_run()
    {
        await using var collector = await ScriptedEndpoint.StartAsync();
        collector.Otherwise(context => ScriptedEndpoint.Answer(context, 200));
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Then(503, null, ("Retry-After", "0")).Otherwise(context => ScriptedEndpoint.Answer(context, 200));
        await using var app = await ServedApp.StartAsync(azurite.NewAccount(), new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_SERVICE_NAME"] = "flows-under-test",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        });
        const string Secret = "a-key-in-the-path";
        const string Code = "a-key-in-the-query";
        var tables = app.Services.GetRequiredService<TableServiceClient>().Uri.GetLeftPart(UriPartial.Authority);
        var flow = await app.CreateFlowAsync(new StepOf("one", $"{endpoint.Url}/{Secret}?code={Code}"), new StepOf("two", endpoint.Url + "/two"));

        var run = await app.StartRunAsync(flow);

        await ReceivesAsync(collector, "/v1/traces", "flows-under-test", "run flow of one, two", "step one", "flow.run.outcome", run);
        await ReceivesAsync(collector, "/v1/traces", "POST", "url.full", new Uri(endpoint.Url).Authority);
        await ReceivesAsync(collector, "/v1/metrics", "flow.run.duration", "flow.step.duration", "flow.runs.active", "http.client.request.duration");
        await ReceivesAsync(collector, "/v1/logs", "is tried again", "flow.step.referrer", "flow.run.id", run, flow);
        Assert.DoesNotContain(collector.Received, received => received.Body.Contains(Code, StringComparison.Ordinal));

        // The path alone stands in the spans of the endpoint of this test, which is a server of the same process.
        Assert.DoesNotContain(collector.Received, received => received.Body.Contains($"{new Uri(endpoint.Url).Authority}/{Secret}", StringComparison.Ordinal));
        Assert.DoesNotContain(collector.Received, received => received.Path == "/v1/traces" && received.Body.Contains(tables, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Collector_that_is_away_stops_nothing()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 200));
        await using var app = await ServedApp.StartAsync(azurite.NewAccount(), new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        });
        var flow = await app.CreateFlowAsync(new StepOf("one", endpoint.Url + "/one"), new StepOf("two", endpoint.Url + "/two"));

        var run = await app.StartRunAsync(flow);
        var ended = await Wait.For(() => app.GetAsync($"2/0/integrationflows/{flow}/runs/{run}"), answer => answer["run"]!["endDate"] is not null);

        Assert.True((bool)ended["run"]!["success"]!);
        Assert.Equal(HttpStatusCode.OK, (await app.Client.GetAsync(new Uri("2/0/health/live", UriKind.Relative))).StatusCode);
    }

    /// <summary>All the words, in bodies to one path: a batch may be sent in parts.</summary>
    private static Task ReceivesAsync(ScriptedEndpoint collector, string path, params string[] words) =>
        Wait.Until(
            () => Missing(collector, path, words).Count == 0,
            describe: () => $"{path} without {string.Join(", ", Missing(collector, path, words))}");

    private static List<string> Missing(ScriptedEndpoint collector, string path, string[] words)
    {
        var bodies = collector.Received.Where(received => received.Path == path).Select(received => received.Body).ToList();
        return [.. words.Where(word => !bodies.Exists(body => body.Contains(word, StringComparison.Ordinal)))];
    }
}
