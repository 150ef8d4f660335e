using System.Globalization;
using System.Text.Json.Nodes;

namespace FlowFunctions.Dashboard.Tests;

/// <summary>Forms send what is seen in them, and no more.</summary>
[Needs(Need.App)]
public sealed class FormsTests(DashboardFixture stage) : PageTest(stage)
{
    [Fact]
    public async Task Zone_of_a_schedule_that_the_browser_names_otherwise_is_shown_and_kept()
    {
        var flow = await CreateAsync("Zone load", ("Zone ledger", "/ok", [], "stop"), ("Zone plan", "/ok", ["Zone ledger"], "stop"));
        await Stage.PostAsync($"2/0/integrations/{flow.Id}/schedule", new JsonObject
        {
            ["integrationId"] = flow.Id,
            ["schedule"] = new JsonObject { ["name"] = "Zone load", ["type"] = "daily", ["timezone"] = "Asia/Calcutta", ["time"] = "02:00", ["startDate"] = "2026-01-01" },
        });
        var visitor = await ComeAsync();
        await visitor.OpenAsync($"/flows/{flow.Id}/schedule");
        await visitor.Button("Edit").ClickAsync();

        await Expect(visitor.Page.GetByLabel("Time zone")).ToHaveValueAsync("Asia/Calcutta");
        await Expect(visitor.Page.GetByText("Europe/Paris", new() { Exact = true }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Field_has_the_keyboard_back_after_a_save_that_was_refused()
    {
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync("/connections");
        await visitor.Link("New connection").ClickAsync();
        await page.GetByLabel("Name").FillAsync("Refused files");
        var gate = new TaskCompletionSource();
        await page.RouteAsync("**/2/0/integrations/connections", async route =>
        {
            await gate.Task;
            await route.ContinueAsync();
        });

        await page.GetByLabel("Name").PressAsync("Enter");
        await Expect(page.GetByLabel("Name")).ToBeDisabledAsync();
        await page.WaitForFunctionAsync("() => document.activeElement === document.body");
        gate.SetResult();

        await Expect(page.GetByText("'storageAccountName' is required.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Name")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Button_takes_no_second_press_while_the_first_is_under_way_and_keeps_the_keyboard()
    {
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync("/connections/new");
        var (gate, asked) = (new TaskCompletionSource(), 0);
        await page.RouteAsync("**/2/0/integrations/connections", async route =>
        {
            Interlocked.Increment(ref asked);
            await gate.Task;
            await route.ContinueAsync();
        });

        await visitor.Button("Create").ClickAsync();
        await Expect(visitor.Button("Saving…")).ToBeFocusedAsync();
        await Expect(visitor.Button("Saving…")).ToHaveAttributeAsync("aria-disabled", "true");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Space");
        gate.SetResult();

        await Expect(page.GetByText("'storageAccountName' is required.")).ToBeVisibleAsync();
        await Expect(visitor.Button("Create")).ToBeFocusedAsync();
        Assert.Equal(1, Volatile.Read(ref asked));
    }

    [Fact]
    public async Task Connection_that_somebody_else_has_changed_meanwhile_is_not_written_over()
    {
        await Stage.StartAsync();
        var created = await Stage.PostAsync("2/0/integrations/connections", new JsonObject
        {
            ["type"] = "AzureBlob",
            ["body"] = new JsonObject { ["name"] = "Shared files", ["workspaceId"] = "plan-1", ["storageAccountName"] = "sharedfiles", ["containerName"] = "nightly", ["sasToken"] = "sv=1&sig=x" },
        });
        var id = (string)created["connections"]!["connectionId"]!;
        var first = await ComeAsync();
        var second = await ComeAsync();
        foreach (var visitor in new[] { first, second })
        {
            await visitor.OpenAsync($"/connections/{id}");
            await visitor.Button("Edit").ClickAsync();
            await Expect(visitor.Page.GetByLabel("Workspace (may be empty)")).ToHaveValueAsync("plan-1");
        }

        await first.Page.GetByLabel("Container").FillAsync("monthly");
        await first.Button("Save").ClickAsync();
        await Expect(first.Page.GetByRole(AriaRole.Definition).Filter(new() { HasText = "monthly" })).ToBeVisibleAsync();

        // The page is seen again, and has read what the first one wrote: what is edited is still what this form began with.
        var read = 0;
        second.Page.RequestFinished += (_, request) => Interlocked.Add(ref read, request.Url.EndsWith($"/2/0/integrations/connections/{id}", StringComparison.Ordinal) ? 1 : 0);
        await Wait.Until(async () =>
        {
            await second.LookAwayAsync();
            await second.LookAgainAsync();
            return Volatile.Read(ref read) > 0;
        });
        await second.Page.GetByLabel("Container").FillAsync("mine");
        await second.Button("Save").ClickAsync();
        await Expect(second.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("has changed since");
        await Expect(second.Page.GetByLabel("Container")).ToHaveValueAsync("mine");
        Assert.Equal("monthly", (string?)(await StoredAsync())["body"]!["containerName"]);

        // Who reads it again goes on from there; what is emptied is gone.
        second.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await second.Button("Go back").ClickAsync();
        await Expect(second.Page.GetByRole(AriaRole.Definition).Filter(new() { HasText = "monthly" })).ToBeVisibleAsync();
        await second.Button("Edit").ClickAsync();
        await second.Page.GetByLabel("Workspace (may be empty)").FillAsync("");
        await second.Button("Save").ClickAsync();
        await Expect(second.Button("Edit")).ToBeVisibleAsync();
        var stored = await StoredAsync();
        Assert.Equal(("monthly", null), ((string?)stored["body"]!["containerName"], (string?)stored["workspaceId"]));

        async Task<JsonNode> StoredAsync() => (await Stage.GetAsync($"2/0/integrations/connections/{id}"))["connection"]!;
    }

    [Fact]
    public async Task Number_that_is_none_and_header_without_a_value_are_refused_and_not_lost()
    {
        var flow = await CreateAsync("Typo load", ("Typo ledger", "/ok", [], "stop"), ("Typo plan", "/ok", ["Typo ledger"], "stop"));
        var visitor = await ComeAsync();
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
    public async Task Schedule_that_somebody_else_makes_while_one_is_written_is_not_written_over()
    {
        var flow = await CreateAsync("Twice load", ("Twice ledger", "/ok", [], "stop"), ("Twice plan", "/ok", ["Twice ledger"], "stop"));
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync($"/flows/{flow.Id}/schedule");
        await visitor.Button("Make a schedule").ClickAsync();
        await page.GetByLabel("Repeats").SelectOptionAsync("hourly");
        await page.GetByLabel("Every … hours").FillAsync("two");
        await visitor.Button("Save the schedule").ClickAsync();
        await Expect(page.GetByLabel("Every … hours")).ToHaveAttributeAsync("aria-invalid", "true");
        await Stage.PostAsync($"2/0/integrations/{flow.Id}/schedule", new JsonObject
        {
            ["integrationId"] = flow.Id,
            ["schedule"] = new JsonObject { ["name"] = "Twice load of the other", ["type"] = "daily", ["timezone"] = "UTC", ["time"] = "02:00", ["startDate"] = "2026-01-01" },
        });

        // The page knows the other one by now: its switch is there.
        await Wait.Until(async () =>
        {
            await visitor.LookAwayAsync();
            await visitor.LookAgainAsync();
            return await page.GetByText("Schedule is on").CountAsync() > 0;
        });
        await page.GetByLabel("Every … hours").FillAsync("2");
        await visitor.Button("Save the schedule").ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("has a schedule");
        Assert.Equal("Twice load of the other", (string?)(await Stage.GetAsync($"2/0/integrations/{flow.Id}/schedule"))["schedule"]!["name"]);
    }

    [Fact]
    public async Task Calendar_pages_until_it_has_all_and_says_where_it_stops()
    {
        await Stage.StartAsync();
        var visitor = await ComeAsync();
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
