using System.Globalization;
using System.Text.Json.Nodes;
using FlowFunctions.Dashboard.Tests.Stage;
using FlowFunctions.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FlowFunctions.Dashboard.Tests;

[Needs(Need.App)]
public sealed class LargeTests(DashboardFixture stage)
{
    [Fact]
    public async Task Flow_of_100_steps_is_drawn_and_each_of_them_opens()
    {
        await stage.StartAsync();
        var names = Enumerable.Range(1, 100).Select(number => $"Wide step {number.ToString("000", CultureInfo.InvariantCulture)}").ToList();
        var flow = await SampleFlow.CreateAsync(
            stage, "Wide load", [.. names.Select((name, index) => (name, "/ok", index < 10 ? Array.Empty<string>() : [names[index - 10]], "stop"))]);
        var run = await flow.RunAsync(stage);
        await using var visitor = await Visitor.ComeAsync(stage);
        var page = visitor.Page;

        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}");
        await Expect(page.GetByLabel("Steps by where they stand")).ToHaveTextAsync("100 succeeded");
        await Expect(page.Locator(".react-flow__node")).ToHaveCountAsync(100);
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Steps of the run" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(101);

        // From the click to the next frame, as the browser measures it, so that a busy test machine's way there does not count.
        await page.EvaluateAsync(
            "new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (entry.interactionId) window.longest = Math.max(window.longest ?? 0, entry.processingEnd - entry.processingStart); })"
            + ".observe({ type: 'event', durationThreshold: 16 })");
        foreach (var name in new[] { names[0], names[55], names[99] })
        {
            await page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Complementary, new() { Name = $"Step {name}" })).ToBeVisibleAsync();
        }

        Assert.InRange(await page.EvaluateAsync<double>("window.longest ?? 0"), 0, 200);
        visitor.MustHaveNoFaults();
    }

    [Fact]
    public async Task History_of_10_000_runs_scrolls_to_its_end_and_loads_only_what_is_seen()
    {
        await stage.StartAsync();
        var flow = await SampleFlow.CreateAsync(stage, "Old load", ("Old ledger", "/ok", [], "stop"), ("Old plan", "/ok", ["Old ledger"], "stop"));
        await using var visitor = await Visitor.ComeAsync(stage);
        var page = visitor.Page;
        var pages = 0;
        await page.RouteAsync($"**/2/0/integrationflows/{flow.Id}/runs?*", async route =>
        {
            Interlocked.Increment(ref pages);
            await route.FulfillAsync(new() { Body = History(new(route.Request.Url), flow.Id).ToJsonString(), ContentType = "application/json" });
        });

        await visitor.OpenAsync($"/flows/{flow.Id}/runs");
        var table = page.GetByRole(AriaRole.Table);
        await Expect(table).ToHaveAttributeAsync("aria-rowcount", "10001");
        await Expect(table.GetByText("Run 1 of 10,000")).ToBeVisibleAsync();
        await page.EvaluateAsync("window.scrollTo(0, document.body.scrollHeight)");

        await Expect(table.GetByText("Run 10,000 of 10,000")).ToBeVisibleAsync();
        Assert.InRange(await table.GetByRole(AriaRole.Row).CountAsync(), 10, 80);
        Assert.InRange(Volatile.Read(ref pages), 2, 8);
        visitor.MustHaveNoFaults();
    }

    private static JsonObject History(Uri asked, string flow)
    {
        const int Total = 10_000;
        var query = System.Web.HttpUtility.ParseQueryString(asked.Query);
        var offset = int.Parse(query["offset"] ?? "0", CultureInfo.InvariantCulture);
        var limit = int.Parse(query["limit"] ?? "100", CultureInfo.InvariantCulture);
        var runs = Enumerable.Range(offset, Math.Min(limit, Total - offset)).Select(number =>
        {
            var start = new DateTime(2026, 11, 28, 22, 0, 0, DateTimeKind.Utc).AddHours(-number);
            return new JsonObject
            {
                ["id"] = $"01a0{number:x28}",
                ["integrationId"] = flow,
                ["traceId"] = $"{number:x32}",
                ["startDate"] = start,
                ["endDate"] = start.AddMinutes(7),
                ["success"] = true,
                ["message"] = string.Create(CultureInfo.InvariantCulture, $"Run {number + 1:N0} of {Total:N0}"),
                ["executionErrorCode"] = null,
                ["flowGroupId"] = null,
                ["triggerSource"] = "scheduled",
                ["triggeredBy"] = "ann",
                ["outcome"] = "success",
                ["resumedFrom"] = null,
            };
        });
        return new()
        {
            ["status"] = new JsonObject { ["code"] = 200, ["message"] = "Success" },
            ["meta"] = new JsonObject { ["paging"] = new JsonObject { ["currentPageSize"] = limit, ["offset"] = offset, ["totalSize"] = Total } },
            ["runs"] = new JsonArray([.. runs]),
        };
    }
}
