using System.Text;
using System.Text.Json.Nodes;
using FlowFunctions.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Dashboard.Tests;

/// <summary>What a run says of one of its steps.</summary>
[Needs(Need.App)]
public sealed class StepTests(DashboardFixture stage) : PageTest(stage)
{
    [Fact]
    public async Task Waits_and_tries_of_a_step_are_spans_of_their_own()
    {
        var (page, _) = await OpenAsync("Span", 0, step =>
        {
            step["startDate"] = "2026-11-29T02:00:03.000Z";
            step["endDate"] = "2026-11-29T02:00:50.000Z";
            step["attempts"] = 2;
            step["retries"] = 1;
            step["tries"] = new JsonArray(
                Try("2026-11-29T02:00:03.000Z", "2026-11-29T02:00:09.000Z", "2026-11-29T02:00:12.000Z"), Try("2026-11-29T02:00:42.000Z", null, "2026-11-29T02:00:50.000Z"));
        });

        var track = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Span ledger" }).First.GetByRole(AriaRole.Img);
        await Expect(track).ToHaveAttributeAsync(
            "aria-label",
            "waited 3.0 s until it could start, waited 6.0 s for its turn on the model, try 1 ran 3.0 s, waited 30 s for its next try, try 2 ran 8.0 s");
        await Expect(track.Locator(".span")).ToHaveCountAsync(5);
        await Expect(track.Locator(".span-try")).ToHaveCountAsync(2);
        await Expect(track.Locator(".span-try").First).ToHaveClassAsync("span span-try tone-bad");
    }

    /// <summary>Nothing that is made up: a step that fails twice, by the flow's own rule.</summary>
    [Fact]
    public async Task Tries_of_a_step_that_fails_are_told_apart()
    {
        await Stage.StartAsync();
        var created = await CreateAsync("Retry load", ("Retry ledger", "/fail", [], "stop"), ("Retry plan", "/ok", ["Retry ledger"], "stop"));
        var flow = await Stage.PostAsync("2/0/integrationflows", new JsonObject
        {
            ["name"] = "Retry again",
            ["steps"] = new JsonArray(
                new JsonObject { ["referrer"] = created.Integrations["Retry ledger"], ["retry"] = new JsonObject { ["count"] = 1, ["backoff"] = "PT1S" } },
                new JsonObject { ["referrer"] = created.Integrations["Retry plan"], ["dependsOn"] = new JsonArray(created.Integrations["Retry ledger"]) }),
        });
        var again = created with { Id = (string)flow["integrationFlow"]!["integrationFlowId"]! };
        var run = await again.RunAsync(Stage);
        var visitor = await ComeAsync();

        await visitor.OpenAsync($"/flows/{again.Id}/runs/{run}");

        var track = visitor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Retry ledger" }).First.GetByRole(AriaRole.Img);
        await Expect(track.Locator(".span-try")).ToHaveCountAsync(2);
        await Expect(track.Locator(".span-retry")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Long_message_is_cut_shown_whole_copied_and_downloaded_and_the_step_has_a_link()
    {
        var message = string.Join('\n', Enumerable.Range(1, 400).Select(row => $"Row {row}: no such product."));
        var (page, address) = await OpenAsync("Long", 1, step => step["message"] = message);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.GetByRole(AriaRole.Table, new() { Name = "Steps of the run" }).GetByRole(AriaRole.Button, new() { Name = "Long plan" }).ClickAsync();
        var panel = page.GetByRole(AriaRole.Complementary, new() { Name = "Step Long plan" });
        await Expect(panel).ToContainTextAsync("Row 10: no such product.…");
        await Expect(panel).Not.ToContainTextAsync("Row 11:");

        await panel.GetByRole(AriaRole.Button, new() { Name = "Show all (10.3 kB)" }).ClickAsync();
        await Expect(panel).ToContainTextAsync("Row 400: no such product.");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Copy the message" }).ClickAsync();
        await Expect(panel.GetByText("Copied.").First).ToBeVisibleAsync();
        Assert.Equal(message, await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        var download = await page.RunAndWaitForDownloadAsync(() => panel.GetByRole(AriaRole.Button, new() { Name = "Download it" }).ClickAsync());
        Assert.Equal(message, await File.ReadAllTextAsync(await download.PathAsync()));
        await panel.GetByRole(AriaRole.Button, new() { Name = "Copy a link to this step" }).ClickAsync();
        var link = await Wait.For(() => page.EvaluateAsync<string>("navigator.clipboard.readText()"), text => text != message);

        await page.GotoAsync(link);
        await Expect(panel).ToBeVisibleAsync();
        Assert.StartsWith(address, new Uri(page.Url).PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Details_of_an_error_are_copied_and_downloaded_whole()
    {
        var flow = await CreateAsync("Detail load", ("Detail ledger", "/details", [], "stop"), ("Detail plan", "/ok", ["Detail ledger"], "stop"));
        var run = await flow.RunAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}?step={flow.Integrations["Detail ledger"]}");
        var details = page.GetByRole(AriaRole.Region, new() { Name = "Details" });
        await Expect(details).ToContainTextAsync(StepServer.Detail);

        await details.GetByRole(AriaRole.Button, new() { Name = "Copy the details" }).ClickAsync();
        await Expect(details.GetByText("Copied.")).ToBeVisibleAsync();
        var copied = await page.EvaluateAsync<string>("navigator.clipboard.readText()");
        var download = await page.RunAndWaitForDownloadAsync(() => details.GetByRole(AriaRole.Button, new() { Name = "Download them (JSON)" }).ClickAsync());

        Assert.Equal(copied, await File.ReadAllTextAsync(await download.PathAsync()));
        Assert.Contains(StepServer.Detail, (string)JsonNode.Parse(copied)!["errorMessages"]![0]!.ToJsonString(), StringComparison.Ordinal);
        visitor.MustHaveNoFaults();
    }

    /// <summary>As an import leaves them.</summary>
    [Fact]
    public async Task Rows_that_a_step_refused_are_downloaded_as_they_are_and_their_address_is_copied()
    {
        const string Rows = "Product,Units,Error\r\n4711,-12,no such product\r\nCrème brûlée,3,\"no such product, either\"\r\n";
        var flow = await CreateAsync("Dump load", ("Dump ledger", "/details", [], "stop"), ("Dump plan", "/ok", ["Dump ledger"], "stop"));
        var run = await flow.RunAsync(Stage);
        var step = (await Stage.GetAsync($"2/0/integrationflows/{flow.Id}/runs/{run}"))["run"]!["steps"]![0]!;
        await Stage.Services.GetRequiredService<DumpStore>().WriteAsync((string)step["runId"]!, null, (stream, cancel) => stream.WriteAsync(Encoding.UTF8.GetBytes(Rows), cancel).AsTask(), default);
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}?step={flow.Integrations["Dump ledger"]}");
        var details = page.GetByRole(AriaRole.Region, new() { Name = "Details" });

        var download = await page.RunAndWaitForDownloadAsync(() => details.GetByRole(AriaRole.Button, new() { Name = "Download the refused rows (CSV)" }).ClickAsync());
        await details.GetByRole(AriaRole.Button, new() { Name = "Copy their address" }).ClickAsync();
        await Expect(details.GetByText("Copied.")).ToBeVisibleAsync();
        var address = await page.EvaluateAsync<string>("navigator.clipboard.readText()");

        Assert.Equal($"dump-{step["runId"]}.csv", download.SuggestedFilename);
        Assert.Equal(Rows, await File.ReadAllTextAsync(await download.PathAsync()));
        Assert.Equal(Rows, await Stage.TextAsync(new Uri(address)));
        visitor.MustHaveNoFaults();
    }

    private static JsonObject Try(string start, string? turn, string? end) => new() { ["startDate"] = start, ["turnDate"] = turn, ["endDate"] = end };

    /// <summary>A run that has ended, one step of which the service tells otherwise.</summary>
    private async Task<(IPage Page, string Address)> OpenAsync(string name, int place, Action<JsonNode> change)
    {
        var flow = await CreateAsync($"{name} load", ($"{name} ledger", "/ok", [], "stop"), ($"{name} plan", "/fail", [$"{name} ledger"], "stop"));
        var run = await flow.RunAsync(Stage);
        var answer = await Stage.GetAsync($"2/0/integrationflows/{flow.Id}/runs/{run}");
        answer["run"]!["startDate"] = "2026-11-29T02:00:00.000Z";
        answer["run"]!["endDate"] = "2026-11-29T02:01:00.000Z";
        change(answer["run"]!["steps"]![place]!);
        var visitor = await ComeAsync();
        await visitor.Page.RouteAsync($"**/2/0/integrationflows/{flow.Id}/runs/{run}", route => route.FulfillAsync(new() { ContentType = "application/json", Body = answer.ToJsonString() }));
        var address = $"/flows/{flow.Id}/runs/{run}";
        await visitor.OpenAsync(address);
        return (visitor.Page, address);
    }
}
