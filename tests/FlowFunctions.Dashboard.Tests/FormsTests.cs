using System.Globalization;
using System.Text.Json.Nodes;
using FlowFunctions.Dashboard.Tests.Stage;
using FlowFunctions.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FlowFunctions.Dashboard.Tests;

/// <summary>Forms send what is seen in them, and no more.</summary>
[Needs(Need.App)]
public sealed class FormsTests(DashboardFixture stage)
{
    [Fact]
    public async Task Zone_of_a_schedule_that_the_browser_names_otherwise_is_shown_and_kept()
    {
        await stage.StartAsync();
        var flow = await SampleFlow.CreateAsync(stage, "Zone load", ("Zone ledger", "/ok", [], "stop"), ("Zone plan", "/ok", ["Zone ledger"], "stop"));
        await stage.PostAsync($"2/0/integrations/{flow.Id}/schedule", new JsonObject
        {
            ["integrationId"] = flow.Id,
            ["schedule"] = new JsonObject { ["name"] = "Zone load", ["type"] = "daily", ["timezone"] = "Asia/Calcutta", ["time"] = "02:00", ["startDate"] = "2026-01-01" },
        });
        await using var visitor = await Visitor.ComeAsync(stage);
        await visitor.OpenAsync($"/flows/{flow.Id}/schedule");
        await visitor.Button("Edit").ClickAsync();

        await Expect(visitor.Page.GetByLabel("Time zone")).ToHaveValueAsync("Asia/Calcutta");
        await Expect(visitor.Page.GetByText("Europe/Paris", new() { Exact = true }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Connection_keeps_what_others_have_changed_and_loses_what_is_emptied()
    {
        await stage.StartAsync();
        var created = await stage.PostAsync("2/0/integrations/connections", new JsonObject
        {
            ["type"] = "AzureBlob",
            ["body"] = new JsonObject { ["name"] = "Shared files", ["workspaceId"] = "plan-1", ["storageAccountName"] = "sharedfiles", ["containerName"] = "nightly", ["sasToken"] = "sv=1&sig=x" },
        });
        var id = (string)created["connections"]!["connectionId"]!;
        await using var first = await Visitor.ComeAsync(stage);
        await using var second = await Visitor.ComeAsync(stage);
        foreach (var visitor in new[] { first, second })
        {
            await visitor.OpenAsync($"/connections/{id}");
            await visitor.Button("Edit").ClickAsync();
            await Expect(visitor.Page.GetByLabel("Workspace (may be empty)")).ToHaveValueAsync("plan-1");
        }

        await first.Page.GetByLabel("Container").FillAsync("monthly");
        await first.Button("Save").ClickAsync();
        await Expect(first.Page.GetByRole(AriaRole.Definition).Filter(new() { HasText = "monthly" })).ToBeVisibleAsync();
        await second.Page.GetByLabel("Workspace (may be empty)").FillAsync("");
        await second.Button("Save").ClickAsync();

        await Expect(second.Page.GetByRole(AriaRole.Definition).Filter(new() { HasText = "monthly" })).ToBeVisibleAsync();
        var stored = (await stage.GetAsync("2/0/integrations/connections?q=Shared"))["connections"]!.AsArray().Single()!;
        Assert.Equal(("monthly", null), ((string?)stored["body"]!["containerName"], (string?)stored["workspaceId"]));
    }

    [Fact]
    public async Task Number_that_is_none_and_header_without_a_value_are_refused_and_not_lost()
    {
        await stage.StartAsync();
        var flow = await SampleFlow.CreateAsync(stage, "Typo load", ("Typo ledger", "/ok", [], "stop"), ("Typo plan", "/ok", ["Typo ledger"], "stop"));
        await using var visitor = await Visitor.ComeAsync(stage);
        var page = visitor.Page;
        await visitor.OpenAsync($"/flows/{flow.Id}/edit");
        await page.GetByLabel("Further tries after a failure").First.FillAsync("two");
        await Expect(page.GetByLabel("Further tries after a failure").First).ToHaveValueAsync("two");
        await visitor.Button("Save").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("steps[0].retry.count");
        await page.GetByLabel("Further tries after a failure").First.FillAsync("2");
        await visitor.Button("Save").ClickAsync();
        await Expect(visitor.Heading("Typo load")).ToBeVisibleAsync();

        await visitor.OpenAsync($"/integrations/{flow.Integrations["Typo ledger"]}/edit");
        await page.GetByLabel("Takes at most").FillAsync("");
        await page.GetByLabel("Headers").FillAsync("X-Team planning");
        await visitor.Button("Save").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("X-Team planning");
        await page.GetByLabel("Headers").FillAsync("X-Team: planning");
        await visitor.Button("Save").ClickAsync();
        await Expect(visitor.Heading("Typo ledger")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Calendar_pages_until_it_has_all_and_says_where_it_stops()
    {
        await stage.StartAsync();
        await using var visitor = await Visitor.ComeAsync(stage);
        var page = visitor.Page;
        await page.RouteAsync("**/2/0/schedules/occurrences?*", route =>
        {
            var query = System.Web.HttpUtility.ParseQueryString(new Uri(route.Request.Url).Query);
            var offset = int.Parse(query["offset"] ?? "0", CultureInfo.InvariantCulture);
            var from = DateTimeOffset.Parse(query["from"]!, CultureInfo.InvariantCulture);
            var items = Enumerable.Range(offset, 500).Select(index => new JsonObject
            {
                ["date"] = from.AddMinutes(index).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
                ["localDate"] = from.AddMinutes(index).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
                ["utcOffset"] = "+00:00",
                ["timezone"] = "UTC",
                ["ownerId"] = index.ToString("x32", CultureInfo.InvariantCulture),
                ["ownerType"] = "flow",
                ["name"] = $"Load {index}",
                ["state"] = "coming",
                ["runId"] = null,
                ["outcome"] = null,
            });
            var answer = new JsonObject
            {
                ["status"] = new JsonObject { ["code"] = 200, ["message"] = "Success" },
                ["meta"] = new JsonObject { ["paging"] = new JsonObject { ["currentPageSize"] = 500, ["totalSize"] = 5600, ["offset"] = offset } },
                ["occurrences"] = new JsonArray([.. items]),
            };
            return route.FulfillAsync(new() { ContentType = "application/json", Body = answer.ToJsonString() });
        });

        await visitor.OpenAsync("/calendar");

        await Expect(page.GetByText("The first 5,000 of 5,600 occurrences are shown")).ToBeVisibleAsync();
        await Expect(page.GetByText("not complete", new() { Exact = true }).First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Load 4999" })).ToBeVisibleAsync();
    }
}
