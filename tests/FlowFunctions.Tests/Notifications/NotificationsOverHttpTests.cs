using System.Text.Json.Nodes;
using FlowFunctions.Testing;
using FlowFunctions.Tests.EndToEnd;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.Notifications;

/// <summary>The whole application on its own host: from a run's end over both queues to those who wait for it.</summary>
[Needs(Need.App)]
public sealed class NotificationsOverHttpTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Failed_run_reaches_feed_mail_and_webhook()
    {
        await using var inbox = await SmtpInbox.StartAsync();
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(context => context.Request.Path == "/hook"
            ? ScriptedEndpoint.Answer(context, 200)
            : ScriptedEndpoint.Answer(context, 200, """{"outcome":"failure","message":"no rows"}"""));
        await using var app = await ServedApp.StartAsync(azurite.NewAccount(), new()
        {
            ["Notifications:Users:tester:FirstName"] = "Tess",
            ["Notifications:Users:tester:Email"] = "tester@example.com",
            ["Notifications:Smtp:Host"] = "127.0.0.1",
            ["Notifications:Smtp:Port"] = $"{inbox.Port}",
            ["Notifications:Smtp:Security"] = "none",
            ["Notifications:Smtp:From"] = "flows@example.com",
            ["Notifications:Webhooks:ops:Url"] = endpoint.Url + "/hook",
        });
        var flow = await app.CreateFlowAsync(new StepOf("a", endpoint.Url + "/a"), new StepOf("b", endpoint.Url + "/b", ["a"]));
        await ConfigureAsync(app, flow, "in_app", "email");

        var run = await app.StartRunAsync(flow);

        var feed = await Wait.For(() => app.GetAsync("2/0/notifications"), answer => answer["notifications"]!.AsArray().Count > 0);
        Assert.Equal("full_failure", (string)feed["notifications"]![0]!["type"]!);
        Assert.Equal(run, (string)feed["notifications"]![0]!["runId"]!);
        Assert.Contains("Stopped at step 'a': no rows", (string)feed["notifications"]![0]!["text"]!, StringComparison.Ordinal);
        await Wait.Until(() => inbox.Received.Count == 1 && endpoint.Received.Any(call => call.Path == "/hook"));
        Assert.Equal("tester@example.com", inbox.Received[0].To);
        var status = await app.GetAsync($"2/0/integrations/run/{run}");
        Assert.NotNull(status["run"]!["endDate"]);
    }

    [Fact]
    public async Task Message_that_cannot_be_delivered_is_tried_given_up_and_put_on_record()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, context.Request.Path == "/hook" ? 404 : 400));
        await using var app = await ServedApp.StartAsync(azurite.NewAccount(), new()
        {
            ["Notifications:Webhooks:ops:Url"] = endpoint.Url + "/hook",
            ["AzureFunctionsJobHost:extensions:queues:maxDequeueCount"] = "3",
            ["AzureFunctionsJobHost:extensions:queues:visibilityTimeout"] = "00:00:00",
            ["AzureFunctionsJobHost:extensions:queues:maxPollingInterval"] = "00:00:00.200",
        });
        var flow = await app.CreateFlowAsync(new StepOf("a", endpoint.Url + "/a"), new StepOf("b", endpoint.Url + "/b", ["a"]));
        await ConfigureAsync(app, flow, "in_app");

        var run = await app.StartRunAsync(flow);

        var feed = await Wait.For(() => app.GetAsync("2/0/notifications"), answer => answer["notifications"]!.AsArray().Count == 2);
        Assert.Equal(["undelivered", "full_failure"], feed["notifications"]!.AsArray().Select(entry => (string)entry!["type"]!));
        Assert.All(feed["notifications"]!.AsArray(), entry => Assert.Equal(run, (string)entry!["runId"]!));
        Assert.Contains("webhook 'ops'", (string)feed["notifications"]![0]!["text"]!, StringComparison.Ordinal);
        Assert.Equal(3, endpoint.Received.Count(call => call.Path == "/hook"));
    }

    private static async Task ConfigureAsync(ServedApp app, string flow, params string[] channels)
    {
        var notification = (string)(await app.GetAsync($"2/0/integrationflows/{flow}"))["integrationFlow"]!["notificationId"]!;
        using var body = new StringContent(
            new JsonObject
            {
                ["integrationIds"] = new JsonArray(flow),
                ["channels"] = new JsonArray([.. channels.Select(channel => (JsonNode)channel)]),
                ["webhooks"] = new JsonArray("ops"),
                ["notifications"] = new JsonObject
                {
                    ["config"] = new JsonArray(new JsonObject { ["type"] = "full_failure", ["users"] = new JsonArray("tester") }),
                },
            }.ToJsonString(),
            System.Text.Encoding.UTF8,
            "application/json");
        using var response = await app.Client.PutAsync(new Uri($"2/0/integrations/notification/{notification}", UriKind.Relative), body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
