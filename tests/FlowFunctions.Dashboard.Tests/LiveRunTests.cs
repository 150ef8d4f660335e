namespace FlowFunctions.Dashboard.Tests;

[Needs(Need.App)]
public sealed class LiveRunTests(DashboardFixture stage) : PageTest(stage)
{
    [Fact]
    public async Task Run_is_followed_to_its_end_without_losing_the_place()
    {
        var flow = await CreateAsync("Live load", ("Live ledger", "/held/live", [], "stop"), ("Live plan", "/ok", ["Live ledger"], "stop"));
        var run = await flow.StartAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}");
        await Expect(page.GetByLabel("Steps by where they stand")).ToHaveTextAsync("1 running: Live ledger1 waiting: Live plan");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Live plan" })).ToContainTextAsync("Waits for Live ledger.");

        // What a refresh must leave as it is: the zoom, the chosen step, the focus, the very elements.
        var node = page.Locator(".react-flow__node").Filter(new() { HasText = "Live ledger" });
        await node.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Zoom out" }).ClickAsync();
        await page.EvaluateAsync("document.querySelectorAll('.react-flow__node, table.steps tr').forEach((element) => { element.stillHere = true; })");
        var view = await page.Locator(".react-flow__viewport").GetAttributeAsync("style");
        Stage.Steps.Release("live");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Succeeded Live load" })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Steps by where they stand")).ToHaveTextAsync("2 succeeded");
        Assert.Equal(view, await page.Locator(".react-flow__viewport").GetAttributeAsync("style"));
        Assert.True(await page.EvaluateAsync<bool>("[...document.querySelectorAll('.react-flow__node, table.steps tr')].every((element) => element.stillHere)"));
        await Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "Step Live ledger" })).ToBeVisibleAsync();
        visitor.MustHaveNoFaults();
    }

    [Fact]
    public async Task Lost_connection_is_said_and_comes_back()
    {
        var flow = await CreateAsync("Lost load", ("Lost ledger", "/held/lost", [], "stop"), ("Lost plan", "/ok", ["Lost ledger"], "stop"));
        var run = await flow.StartAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}");
        await Expect(page.GetByLabel("Steps by where they stand")).ToContainTextAsync("1 running: Lost ledger");

        await page.RouteAsync("**/2/0/**", route => route.AbortAsync());
        await Expect(page.GetByText("The service cannot be reached. What you see is as of")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Steps by where they stand")).ToContainTextAsync("1 running: Lost ledger");
        Stage.Steps.Release("lost");
        await flow.WaitForEndAsync(Stage, run);
        await page.UnrouteAsync("**/2/0/**");

        await Expect(page.GetByText("Connected again.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Succeeded Lost load" })).ToBeVisibleAsync();
    }

    /// <summary>Answers of several hosts may be older than the one before: none of them replaces what is shown.</summary>
    [Fact]
    public async Task Nothing_older_is_shown_than_what_was_shown()
    {
        var flow = await CreateAsync("Older load", ("Older ledger", "/held/older", [], "stop"), ("Older plan", "/held/older-2", ["Older ledger"], "stop"));
        var run = await flow.StartAsync(Stage);
        await Wait.For(() => Stage.GetAsync($"2/0/integrationflows/{flow.Id}/runs/{run}"), answer => (string?)answer["run"]!["steps"]![0]!["status"] == "running");
        var old = (await Stage.GetAsync($"2/0/integrationflows/{flow.Id}/runs/{run}")).ToJsonString();
        var visitor = await ComeAsync();
        var page = visitor.Page;
        Stage.Steps.Release("older");
        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}");
        await Expect(page.GetByLabel("Steps by where they stand")).ToHaveTextAsync("1 running: Older plan1 succeeded");

        var answered = 0;
        await page.RouteAsync($"**/runs/{run}", async route =>
        {
            Interlocked.Increment(ref answered);
            await route.FulfillAsync(new() { Body = old, ContentType = "application/json" });
        });
        await Wait.Until(() => Volatile.Read(ref answered) >= 2);

        await Expect(page.GetByLabel("Steps by where they stand")).ToHaveTextAsync("1 running: Older plan1 succeeded");
        Stage.Steps.Release("older-2");
    }

    /// <summary>Not only starts and ends: what a step's target says of it goes forward as well.</summary>
    [Theory]
    [InlineData("progress", "60 %")]
    [InlineData("attempts", "attempt 3")]
    public async Task Older_answer_takes_nothing_back_of_a_step_that_runs(string field, string shown)
    {
        var name = $"Back {field}";
        var flow = await CreateAsync(name, ($"{name} ledger", $"/held/back-{field}", [], "stop"), ($"{name} plan", "/ok", [$"{name} ledger"], "stop"));
        var run = await flow.StartAsync(Stage);
        var now = await Wait.For(() => Stage.GetAsync($"2/0/integrationflows/{flow.Id}/runs/{run}"), answer => (string?)answer["run"]!["steps"]![0]!["status"] == "running");
        var (older, newer) = field == "progress" ? (0.2, 0.6) : (2d, 3d);
        var visitor = await ComeAsync();
        var page = visitor.Page;
        var answered = 0;
        await page.RouteAsync($"**/2/0/integrationflows/{flow.Id}/runs/{run}", async route =>
        {
            var answer = now.DeepClone();
            answer["run"]!["steps"]![0]![field] = Interlocked.Increment(ref answered) == 1 ? newer : older;
            await route.FulfillAsync(new() { Body = answer.ToJsonString(), ContentType = "application/json" });
        });

        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}");
        // The next row waits for it, and says so.
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = $"{name} ledger" }).First;
        await Expect(row).ToContainTextAsync(shown);
        await Wait.Until(() => Volatile.Read(ref answered) >= 4);

        await Expect(row).ToContainTextAsync(shown);
        Stage.Steps.Release($"back-{field}");
    }

    [Fact]
    public async Task End_is_read_once_more_and_then_no_more()
    {
        var flow = await CreateAsync("Ended load", ("Ended ledger", "/ok", [], "stop"), ("Ended plan", "/ok", ["Ended ledger"], "stop"));
        var run = await flow.RunAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await page.Clock.InstallAsync();
        var asked = 0;
        page.Request += (_, request) => Interlocked.Add(ref asked, request.Url.EndsWith($"/runs/{run}", StringComparison.Ordinal) && request.Url.Contains("/2/0/", StringComparison.Ordinal) ? 1 : 0);
        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Succeeded Ended load" })).ToBeVisibleAsync();

        await Wait.Until(async () =>
        {
            await page.Clock.RunForAsync(5_000);
            return Volatile.Read(ref asked) >= 2;
        });
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.Clock.RunForAsync(300_000);

        Assert.Equal(2, Volatile.Read(ref asked));
    }

    /// <summary>An answer to another question says nothing about this one.</summary>
    [Fact]
    public async Task Run_that_cannot_be_read_again_is_said_to_be_old_until_it_is()
    {
        var flow = await CreateAsync("Stale load", ("Stale ledger", "/held/stale", [], "stop"), ("Stale plan", "/ok", ["Stale ledger"], "stop"));
        var run = await flow.StartAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}");
        await Expect(page.GetByLabel("Steps by where they stand")).ToContainTextAsync("1 running: Stale ledger");
        await page.RouteAsync(
            $"**/runs/{run}", route => route.FulfillAsync(new() { Status = 500, ContentType = "application/json", Body = """{"code":500,"message":"Something went wrong on our side."}""" }));

        var old = page.GetByText("Something went wrong on our side. What you see is as of");
        await Expect(old).ToBeVisibleAsync();
        await visitor.LookAwayAsync();
        var answer = await page.RunAndWaitForResponseAsync(visitor.LookAgainAsync, answer => answer.Url.Contains("/2/0/notifications", StringComparison.Ordinal));
        Assert.True(answer.Ok || answer.Status == 304);
        await Expect(old).ToBeVisibleAsync();
        await Expect(page.GetByText("Connected again.")).ToHaveCountAsync(0);
        await Expect(page.GetByLabel("Steps by where they stand")).ToContainTextAsync("1 running: Stale ledger");

        await page.UnrouteAllAsync();
        await visitor.Button("Ask again now").ClickAsync();
        await Expect(page.GetByText("Connected again.")).ToBeVisibleAsync();
        await Expect(old).ToHaveCountAsync(0);
        Stage.Steps.Release("stale");
    }

    [Fact]
    public async Task Run_can_be_cancelled_before_anything_else_has_loaded()
    {
        var flow = await CreateAsync("Cancel load", ("Cancel ledger", "/held/cancel", [], "stop"), ("Cancel plan", "/ok", ["Cancel ledger"], "stop"));
        var run = await flow.StartAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;
        var gate = new TaskCompletionSource();
        await page.RouteAsync($"**/2/0/integrationflows/{flow.Id}/runs/{run}", async route =>
        {
            await gate.Task;
            await route.ContinueAsync();
        });
        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}");

        await visitor.Button("Cancel the run").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("No further step starts.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel the run" }).ClickAsync();
        await flow.WaitForEndAsync(Stage, run);
        gate.SetResult();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Cancelled Cancel load" })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Steps by where they stand")).ToHaveTextAsync("1 cancelled: Cancel ledger1 not run: Cancel plan");
    }
}
