using System.Globalization;
using System.Text.Json.Nodes;

namespace FlowFunctions.Dashboard.Tests;

/// <summary>
/// What people complain of in pages like this one. Lists that slow down and large runs that freeze are in <see cref="LargeTests"/>, live views that lie in <see cref="LiveRunTests"/>, the load of
/// polling in <see cref="PollingTests"/>, colour alone and no keyboard in <see cref="PagesTests"/> and <see cref="StoryTests"/>, faults that look like nothing in <see cref="PagesTests"/>.
/// </summary>
[Needs(Need.App)]
public sealed class ComplaintsTests(DashboardFixture stage) : PageTest(stage)
{
    private const string NewYork = "America/New_York";

    /// <summary>On a clock that the test turns: each answer says something new of the step that runs.</summary>
    [Fact]
    public async Task Minute_of_live_refresh_keeps_scroll_selection_zoom_and_focus_and_mounts_nothing_anew()
    {
        var others = Enumerable.Range(1, 30).Select(number => string.Create(CultureInfo.InvariantCulture, $"Calm step {number:00}")).ToList();
        var flow = await CreateAsync("Calm load", [("Calm ledger", "/held/calm", [], "stop"), .. others.Select(name => (name, "/ok", new[] { "Calm ledger" }, "stop"))]);
        var run = await flow.StartAsync(Stage);
        var now = await Wait.For(() => Stage.GetAsync($"2/0/integrationflows/{flow.Id}/runs/{run}"), answer => (string?)answer["run"]!["steps"]![0]!["status"] == "running");
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await page.Clock.InstallAsync();
        var answered = 0;
        await page.RouteAsync($"**/2/0/integrationflows/{flow.Id}/runs/{run}", async route =>
        {
            var answer = now.DeepClone();
            answer["run"]!["steps"]![0]!["progress"] = Math.Min(0.01 * Interlocked.Increment(ref answered), 1);
            await route.FulfillAsync(new() { Body = answer.ToJsonString(), ContentType = "application/json" });
        });
        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}?step={flow.Integrations["Calm ledger"]}");
        await Expect(page.Locator(".react-flow__node")).ToHaveCountAsync(31);
        await Expect(page.Locator(".react-flow__edge")).ToHaveCountAsync(30);
        await Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "Step Calm ledger" })).ToBeVisibleAsync();
        await visitor.Button("Zoom out").ClickAsync();
        await page.GetByRole(AriaRole.Table, new() { Name = "Steps of the run" }).GetByRole(AriaRole.Button, new() { Name = "Calm step 20" }).FocusAsync();
        await page.EvaluateAsync("window.scrollTo(0, 400); window.getSelection().selectAllChildren(document.querySelector('.crumbs'))");
        await page.Clock.RunForAsync(1_000);
        var before = await PlaceAsync(page);
        await page.EvaluateAsync(
            "window.mounted = []; new MutationObserver((changes) => { for (const { addedNodes } of changes) for (const node of addedNodes) if (node.nodeType === 1) window.mounted.push(node.outerHTML); })"
            + ".observe(document.body, { childList: true, subtree: true })");
        var first = Volatile.Read(ref answered);

        // A slow machine's answers take longer on this clock, and are asked for less often.
        for (var second = 0; second < 60 || Volatile.Read(ref answered) - first < 12; second++)
        {
            Assert.True(second < 300, "The run is not read any more.");
            await page.Clock.RunForAsync(1_000);
        }

        var last = Volatile.Read(ref answered);
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Calm ledger" }).First).ToContainTextAsync(Pattern.Of($"({last - 1}|{last}) %"));
        Assert.Equal(before, await PlaceAsync(page));
        Assert.Equal("[]", await page.EvaluateAsync<string>("JSON.stringify(window.mounted)"));
        visitor.MustHaveNoFaults();
        Stage.Steps.Release("calm");
    }

    [Fact]
    public async Task Every_page_has_its_times_in_one_zone_and_forms_name_theirs()
    {
        var flow = await CreateAsync("Clock load", ("Clock ledger", "/ok", [], "stop"), ("Clock plan", "/fail", ["Clock ledger"], "stop"));
        await Stage.PostAsync($"2/0/integrations/{flow.Id}/schedule", new JsonObject
        {
            ["integrationId"] = flow.Id,
            ["schedule"] = new JsonObject { ["name"] = "Nightly", ["type"] = "daily", ["timezone"] = "Europe/Paris", ["time"] = "22:00", ["startDate"] = "2026-01-01" },
        });
        var run = await flow.RunAsync(Stage);
        var visitor = await ComeAsync(options: new() { TimezoneId = NewYork });
        var page = visitor.Page;
        string[] places = ["/flows?q=clock", $"/flows/{flow.Id}", $"/flows/{flow.Id}/runs", $"/flows/{flow.Id}/runs/{run}", $"/integrations/{flow.Integrations["Clock plan"]}", "/notifications"];

        foreach (var place in places)
        {
            await visitor.OpenAsync(place);
            await MustShowTimesInAsync(page, NewYork);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "ann, editor: settings and sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitemradio, new() { Name = "UTC" }).ClickAsync();
        await MustShowTimesInAsync(page, "UTC");
        foreach (var place in places)
        {
            await visitor.OpenAsync(place);
            await MustShowTimesInAsync(page, "UTC");
        }

        await visitor.OpenAsync($"/flows/{flow.Id}/schedule");
        await visitor.Button("Edit").ClickAsync();
        await Expect(page.GetByLabel("Time zone")).ToHaveValueAsync("Europe/Paris");
        await Expect(page.GetByLabel("At (Europe/Paris)")).ToHaveValueAsync("22:00");
    }

    /// <summary>In New York, clocks go forward over 02:00 to 03:00 on 8 March, and back over 01:00 to 02:00 on 1 November; those of Paris in other weeks.</summary>
    [Theory]
    [InlineData("2026-03-04", "Sun 8 Mar", "2026-03-08T06:59:00Z 07:59 01:59 GMT-05:00", "2026-03-08T07:00:00Z 08:00 03:00 GMT-04:00")]
    [InlineData("2026-10-28", "Sun 1 Nov", "2026-11-01T05:30:00Z 06:30 01:30 GMT-04:00", "2026-11-01T06:30:00Z 07:30 01:30 GMT-05:00")]
    public async Task Calendar_keeps_its_days_and_tells_times_apart_where_clocks_change(string today, string day, params string[] entries)
    {
        var visitor = await ComeAsync(options: new() { TimezoneId = NewYork });
        var page = visitor.Page;
        var now = DateTime.Parse(today + "T12:00:00Z", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        await page.Clock.SetFixedTimeAsync(now);

        // The page goes by the service's clock, which its answers tell.
        await page.RouteAsync("**/2/0/**", async route =>
        {
            var answer = await route.FetchAsync();
            var headers = new Dictionary<string, string>(answer.Headers, StringComparer.OrdinalIgnoreCase) { ["date"] = now.ToString("R", CultureInfo.InvariantCulture) };
            await route.FulfillAsync(new() { Response = answer, Headers = headers });
        });
        var parts = entries.Select(entry => entry.Split(' ', 4)).ToList();
        await page.RouteAsync("**/2/0/schedules/occurrences?*", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = new JsonObject
            {
                ["status"] = new JsonObject { ["code"] = 200, ["message"] = "Success" },
                ["meta"] = new JsonObject { ["paging"] = new JsonObject { ["currentPageSize"] = parts.Count, ["totalSize"] = parts.Count, ["offset"] = 0 } },
                ["occurrences"] = new JsonArray([.. parts.Select(Occurrence)]),
            }.ToJsonString(),
        }));

        await visitor.OpenAsync("/calendar");

        await Expect(page.Locator(".day")).ToHaveCountAsync(14);
        Assert.Equal(14, (await page.Locator(".day h2").AllTextContentsAsync()).Distinct(StringComparer.Ordinal).Count());
        var found = page.Locator(".day").Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { NameRegex = Pattern.Of("^" + day.Replace(" ", ",? ", StringComparison.Ordinal)) }) }).GetByRole(AriaRole.Link);
        await Expect(found).ToHaveTextAsync([.. parts.Select(part => $"{part[2]} Load coming, {part[1]} Europe/Paris")]);
        for (var index = 0; index < parts.Count; index++)
        {
            await Expect(found.Nth(index)).ToHaveAttributeAsync("title", Pattern.Of(System.Text.RegularExpressions.Regex.Escape(parts[index][3])));
        }
    }

    private static JsonNode Occurrence(string[] parts, int index) => new JsonObject
    {
        ["date"] = parts[0],
        ["localDate"] = $"{parts[0][..10]}T{parts[1]}:00",
        ["utcOffset"] = "+01:00",
        ["timezone"] = "Europe/Paris",
        ["ownerId"] = index.ToString("x32", CultureInfo.InvariantCulture),
        ["ownerType"] = "flow",
        ["name"] = "Load",
        ["state"] = "coming",
        ["runId"] = null,
        ["outcome"] = null,
    };

    /// <summary>Where the visitor is, what they have selected, and what has the focus.</summary>
    private static Task<string> PlaceAsync(IPage page) => page.EvaluateAsync<string>(
        "JSON.stringify([window.scrollY, window.getSelection().toString(), document.activeElement.textContent, document.querySelector('.react-flow__viewport').style.transform, location.href])");

    /// <summary>All that is marked up as a moment, of which a page must have one, and what the page says of its zone.</summary>
    private static async Task MustShowTimesInAsync(IPage page, string zone)
    {
        await Expect(page.Locator(".bar-zone")).ToHaveTextAsync(zone);
        await Expect(page.Locator("main time").First).ToBeVisibleAsync();
        var wrong = await page.EvaluateAsync<string[]>(
            """
            (zone) => [...document.querySelectorAll("main time")]
              .filter((time) => !time.textContent.includes(new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(time.dateTime))))
              .map((time) => `${time.dateTime} reads '${time.textContent}'`)
            """,
            zone);
        Assert.Empty(wrong);
    }
}
