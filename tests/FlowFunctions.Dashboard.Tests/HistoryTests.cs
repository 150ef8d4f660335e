namespace FlowFunctions.Dashboard.Tests;

/// <summary>How long it takes, and how often it fails.</summary>
[Needs(Need.App)]
public sealed class HistoryTests(DashboardFixture stage) : PageTest(stage)
{
    [Fact]
    public async Task Durations_over_time_and_failure_rate_are_told_of_the_flow_and_of_each_step()
    {
        var flow = await CreateAsync("Past load", ("Past ledger", "/ok", [], "stop"), ("Past sales", "/fail", ["Past ledger"], "stop"), ("Past plan", "/ok", ["Past sales"], "stop"));
        await flow.RunAsync(Stage);
        var last = await flow.RunAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;

        await visitor.OpenAsync($"/flows/{flow.Id}/durations");

        await Expect(page.GetByText("Of the last 2 runs 2 did not succeed (100 %).")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Figure, new() { Name = "Durations of whole runs, the last 2" }).GetByRole(AriaRole.Link)).ToHaveCountAsync(2);
        var table = page.GetByRole(AriaRole.Table, new() { Name = "How long each step takes, and how often it fails" });
        await Expect(table.GetByRole(AriaRole.Row).Filter(new() { HasText = "Past ledger" }).GetByRole(AriaRole.Cell).Last).ToHaveTextAsync("none of 2");
        await Expect(table.GetByRole(AriaRole.Row).Filter(new() { HasText = "Past sales" }).GetByRole(AriaRole.Cell).Last).ToHaveTextAsync("2 of 2 (100 %)");
        await Expect(table.GetByRole(AriaRole.Row).Filter(new() { HasText = "Past plan" }).GetByRole(AriaRole.Cell).Last).ToHaveTextAsync("–");

        await page.GetByLabel("Over time").SelectOptionAsync("Past ledger");
        var bars = page.GetByRole(AriaRole.Figure, new() { Name = "Durations of Past ledger, the last 2" });
        await Expect(bars).ToContainTextAsync("median");
        await Expect(bars).ToContainTextAsync("p90");
        await page.WaitForURLAsync($"**/durations?of={flow.Integrations["Past ledger"]}");
        await bars.GetByRole(AriaRole.Link).Last.ClickAsync();
        await page.WaitForURLAsync($"**/flows/{flow.Id}/runs/{last}?step={flow.Integrations["Past ledger"]}");
        visitor.MustHaveNoFaults();
    }

    [Fact]
    public async Task Grid_is_one_stop_of_the_tab_key_and_its_cells_are_reached_by_arrow_keys()
    {
        var flow = await CreateAsync("Key load", ("Key ledger", "/ok", [], "stop"), ("Key plan", "/ok", ["Key ledger"], "stop"));
        var first = await flow.RunAsync(Stage);
        await flow.RunAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync($"/flows/{flow.Id}/grid");
        var grid = page.GetByRole(AriaRole.Region, new() { Name = "Steps by runs" });
        await Expect(grid.GetByRole(AriaRole.Link)).ToHaveCountAsync(6);
        await Expect(grid.Locator("a[tabindex='0']")).ToHaveCountAsync(1);

        await grid.FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(grid.GetByRole(AriaRole.Link).Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(grid.GetByRole(AriaRole.Link).Nth(4)).ToBeFocusedAsync();
        await Expect(grid.Locator("a[tabindex='0']")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync($"**/flows/{flow.Id}/runs/{first}?step={flow.Integrations["Key plan"]}");
        visitor.MustHaveNoFaults();
    }
}
