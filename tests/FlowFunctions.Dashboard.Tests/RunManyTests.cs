namespace FlowFunctions.Dashboard.Tests;

[Needs(Need.App)]
public sealed class RunManyTests(DashboardFixture stage) : PageTest(stage)
{
    [Fact]
    public async Task Several_flows_are_run_after_a_preview_and_each_says_what_came_of_it()
    {
        var first = await CreateAsync("Bulk one", ("Bulk one a", "/ok", [], "stop"), ("Bulk one b", "/ok", [], "stop"));
        var second = await CreateAsync("Bulk two", ("Bulk two a", "/ok", [], "stop"), ("Bulk two b", "/ok", [], "stop"));
        var running = await CreateAsync("Bulk under way", ("Bulk held a", "/held/bulk", [], "stop"), ("Bulk held b", "/ok", [], "stop"));
        await running.StartAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync("/flows?q=bulk");
        await Expect(visitor.Link("Bulk under way")).ToBeVisibleAsync();

        await visitor.Button("Run several…").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(3);
        await Expect(dialog).ToContainTextAsync("Bulk under way Running is left out: it runs already");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Run 2 flows" })).ToBeEnabledAsync();

        // One that somebody else starts meanwhile is refused, and the other runs all the same.
        await Stage.PostAsync($"2/0/integrationflows/{first.Id}/run", null);
        await page.RouteAsync($"**/integrationflows/{first.Id}/run", route => route.FulfillAsync(new()
        {
            Status = 409, ContentType = "application/json", Body = """{"status":{"code":409,"message":"Failure"},"code":409,"message":"The flow is running."}""",
        }));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Run 2 flows" }).ClickAsync();

        await Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("1 run started, 1 refused.");
        await Expect(dialog.GetByRole(AriaRole.Listitem)).ToHaveTextAsync(["Bulk one: The flow is running.", "Bulk two started"]);
        await dialog.GetByRole(AriaRole.Link, new() { Name = "Bulk two" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Succeeded Bulk two" })).ToBeVisibleAsync();
        Assert.Single((await Stage.GetAsync($"2/0/integrationflows/{second.Id}/runs"))["runs"]!.AsArray());
        Stage.Steps.Release("bulk");
    }

    [Fact]
    public async Task Dialog_stays_while_flows_are_asked_to_run_and_who_leaves_the_page_starts_no_more()
    {
        for (var number = 1; number <= 4; number++)
        {
            await CreateAsync($"Stay {number}", ($"Stay {number} a", "/ok", [], "stop"), ($"Stay {number} b", "/ok", [], "stop"));
        }

        var visitor = await ComeAsync();
        var page = visitor.Page;
        var held = new TaskCompletionSource();
        var asked = 0;
        await page.RouteAsync("**/integrationflows/*/run", async route =>
        {
            Interlocked.Increment(ref asked);
            await held.Task;
            await route.FulfillAsync(new() { Status = 409, ContentType = "application/json", Body = """{"code":409,"message":"The flow is running."}""" });
        });
        await visitor.OpenAsync("/integrations");
        await visitor.Link("Flows").ClickAsync();
        await page.GetByLabel("Search flows by name").FillAsync("stay");
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Flows" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(5);
        await visitor.Button("Run several…").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Run 4 flows" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("0 of 4 asked for");

        await page.Keyboard.PressAsync("Escape");
        await page.Mouse.ClickAsync(5, 5);
        await Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("0 of 4 asked for");
        await page.GoBackAsync();
        await Expect(visitor.Heading("Integrations")).ToBeVisibleAsync();
        await page.RunAndWaitForResponseAsync(() => Task.FromResult(held.TrySetResult()), "**/integrationflows/*/run");
        await visitor.Link("Connections").ClickAsync();
        await Expect(visitor.Heading("Connections")).ToBeVisibleAsync();

        Assert.Equal(3, Volatile.Read(ref asked));
    }
}
