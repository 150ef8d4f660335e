using System.Globalization;
using System.Text.Json.Nodes;

namespace FlowFunctions.Dashboard.Tests;

[Needs(Need.App)]
public sealed class LargeTests(DashboardFixture stage) : PageTest(stage)
{
    [Fact]
    public async Task Run_of_100_steps_does_not_freeze_the_page_nor_move_it_and_each_of_them_opens()
    {
        var names = Enumerable.Range(1, 100).Select(number => $"Wide step {number.ToString("000", CultureInfo.InvariantCulture)}").ToList();
        var flow = await CreateAsync("Wide load", [.. names.Select((name, index) => (name, "/ok", index < 10 ? Array.Empty<string>() : [names[index - 10]], "stop"))]);
        var run = await flow.RunAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await page.AddInitScriptAsync("window.shift = 0; new PerformanceObserver((list) => { for (const { value } of list.getEntries()) window.shift += value; }).observe({ type: 'layout-shift', buffered: true });");

        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}");
        await Expect(page.GetByLabel("Steps by where they stand")).ToHaveTextAsync("100 succeeded");
        await Expect(page.Locator(".react-flow__node")).ToHaveCountAsync(100);
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Steps of the run" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(101);

        // The graph that comes last moves nothing away under the hands of who uses the rest (CLS).
        Assert.InRange(await page.EvaluateAsync<double>("window.shift"), 0, 0.1);

        // What a click costs is what it draws anew, which no busy machine changes: of 100 nodes the one that was chosen and the one that is.
        await page.EvaluateAsync(
            "window.drawn = new Set(); new MutationObserver((changes) => { for (const { target } of changes) { const node = target.closest?.('.react-flow__node'); if (node) window.drawn.add(node); } })"
            + ".observe(document.querySelector('.react-flow__nodes'), { attributes: true, childList: true, subtree: true, attributeFilter: ['class'] })");
        foreach (var name in new[] { names[0], names[55], names[99] })
        {
            await page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Complementary, new() { Name = $"Step {name}" })).ToBeVisibleAsync();
        }

        Assert.InRange(await page.EvaluateAsync<int>("window.drawn.size"), 1, 3);
        visitor.MustHaveNoFaults();
    }

    [Fact]
    public async Task List_of_100_000_runs_does_not_slow_down_it_loads_what_is_seen_and_a_page_weighs_at_most_100_kB()
    {
        var flow = await CreateAsync("Old load", ("Old ledger", "/ok", [], "stop"), ("Old plan", "/ok", ["Old ledger"], "stop"));
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await flow.RunAsync(Stage);
        var row = (await Stage.GetAsync($"2/0/integrationflows/{flow.Id}/runs"))["runs"]![0]!.ToJsonString();
        Assert.InRange(row.Length * 100, 1, 100_000);
        var pages = 0;
        await page.RouteAsync($"**/2/0/integrationflows/{flow.Id}/runs?*", async route =>
        {
            Interlocked.Increment(ref pages);
            await route.FulfillAsync(new() { Body = History(new(route.Request.Url), flow.Id).ToJsonString(), ContentType = "application/json" });
        });

        await visitor.OpenAsync($"/flows/{flow.Id}/runs");
        var table = page.GetByRole(AriaRole.Table);
        await Expect(table).ToHaveAttributeAsync("aria-rowcount", "100001");
        await Expect(table.GetByText("Run 1 of 100,000")).ToBeVisibleAsync();
        await page.EvaluateAsync("window.scrollTo(0, document.body.scrollHeight)");

        await Expect(table.GetByText("Run 100,000 of 100,000")).ToBeVisibleAsync();
        Assert.InRange(await table.GetByRole(AriaRole.Row).CountAsync(), 10, 80);
        Assert.InRange(Volatile.Read(ref pages), 2, 8);
        visitor.MustHaveNoFaults();
    }

    private static JsonObject History(Uri asked, string flow)
    {
        const int Total = 100_000;
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
