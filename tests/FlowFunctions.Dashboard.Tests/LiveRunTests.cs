using FlowFunctions.Dashboard.Tests.Stage;
using FlowFunctions.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FlowFunctions.Dashboard.Tests;

[Needs(Need.App)]
public sealed class LiveRunTests(DashboardFixture stage)
{
    [Fact]
    public async Task Run_is_followed_to_its_end_without_losing_the_place()
    {
        await stage.StartAsync();
        var flow = await SampleFlow.CreateAsync(stage, "Live load", ("Live ledger", "/held/live", [], "stop"), ("Live plan", "/ok", ["Live ledger"], "stop"));
        var run = await flow.StartAsync(stage);
        await using var visitor = await Visitor.ComeAsync(stage);
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
        stage.Steps.Release("live");

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
        await stage.StartAsync();
        var flow = await SampleFlow.CreateAsync(stage, "Lost load", ("Lost ledger", "/held/lost", [], "stop"), ("Lost plan", "/ok", ["Lost ledger"], "stop"));
        var run = await flow.StartAsync(stage);
        await using var visitor = await Visitor.ComeAsync(stage);
        var page = visitor.Page;
        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}");
        await Expect(page.GetByLabel("Steps by where they stand")).ToContainTextAsync("1 running: Lost ledger");

        await page.RouteAsync("**/2/0/**", route => route.AbortAsync());
        await Expect(page.GetByText("The service cannot be reached. What you see is as of")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Steps by where they stand")).ToContainTextAsync("1 running: Lost ledger");
        stage.Steps.Release("lost");
        await flow.WaitForEndAsync(stage, run);
        await page.UnrouteAsync("**/2/0/**");

        await Expect(page.GetByText("Connected again.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Succeeded Lost load" })).ToBeVisibleAsync();
    }

    /// <summary>Answers of several hosts may be older than the one before: none of them replaces what is shown.</summary>
    [Fact]
    public async Task Nothing_older_is_shown_than_what_was_shown()
    {
        await stage.StartAsync();
        var flow = await SampleFlow.CreateAsync(stage, "Older load", ("Older ledger", "/held/older", [], "stop"), ("Older plan", "/held/older-2", ["Older ledger"], "stop"));
        var run = await flow.StartAsync(stage);
        await Wait.For(() => stage.GetAsync($"2/0/integrationflows/{flow.Id}/runs/{run}"), answer => (string?)answer["run"]!["steps"]![0]!["status"] == "running");
        var old = (await stage.GetAsync($"2/0/integrationflows/{flow.Id}/runs/{run}")).ToJsonString();
        await using var visitor = await Visitor.ComeAsync(stage);
        var page = visitor.Page;
        stage.Steps.Release("older");
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
        stage.Steps.Release("older-2");
    }

    [Fact]
    public async Task Run_can_be_cancelled_before_anything_else_has_loaded()
    {
        await stage.StartAsync();
        var flow = await SampleFlow.CreateAsync(stage, "Cancel load", ("Cancel ledger", "/held/cancel", [], "stop"), ("Cancel plan", "/ok", ["Cancel ledger"], "stop"));
        var run = await flow.StartAsync(stage);
        await using var visitor = await Visitor.ComeAsync(stage);
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
        await flow.WaitForEndAsync(stage, run);
        gate.SetResult();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Cancelled Cancel load" })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Steps by where they stand")).ToHaveTextAsync("1 cancelled: Cancel ledger1 not run: Cancel plan");
    }
}
