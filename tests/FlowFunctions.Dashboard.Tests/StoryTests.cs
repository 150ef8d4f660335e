namespace FlowFunctions.Dashboard.Tests;

/// <summary>Somebody who has never seen the page finds why last night's flow is red, corrects the step, and resumes the run.</summary>
[Needs(Need.App)]
public sealed class StoryTests(DashboardFixture stage) : PageTest(stage)
{
    [Fact]
    public async Task Failure_is_found_corrected_and_the_run_resumed_from_the_page_alone()
    {
        var flow = await CreateAsync("Story load", ("Story ledger", "/ok", [], "stop"), ("Story sales", "/fail", ["Story ledger"], "stop"), ("Story plan", "/ok", ["Story sales"], "stop"));
        await flow.RunAsync(Stage);
        var visitor = await ComeAsync();

        // Why is it red?
        await visitor.OpenAsync("/");
        await visitor.Page.GetByRole(AriaRole.Searchbox).FillAsync("story");
        var row = visitor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Story load" });
        await row.GetByRole(AriaRole.Link, new() { Name = "Failed" }).ClickAsync();
        var lead = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "What went wrong" });
        await Expect(lead).ToContainTextAsync("Story sales");
        await Expect(lead).ToContainTextAsync(StepServer.Failure);
        await Expect(lead).ToContainTextAsync("Stopped at step 'Story sales'");
        await Expect(visitor.Page.GetByLabel("Steps by where they stand")).ToHaveTextAsync("1 failed: Story sales1 not run: Story plan1 succeeded");

        // Correct the step.
        await lead.GetByRole(AriaRole.Link, new() { Name = "Correct this step" }).ClickAsync();
        await Expect(visitor.Heading("Edit Story sales")).ToBeVisibleAsync();
        await visitor.Page.GetByLabel("Address").FillAsync(Stage.Steps.Url + "/ok");
        await visitor.Button("Save").ClickAsync();

        // Go on from there: back at the run, which says before what it will do.
        await visitor.Button("Resume the run").ClickAsync();
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Starts a new run of the steps that did not succeed");
        await Expect(dialog.GetByRole(AriaRole.Listitem)).ToHaveTextAsync(["Story sales", "Story plan"]);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Resume", Exact = true }).ClickAsync();

        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Succeeded Story load" })).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByLabel("Steps by where they stand")).ToContainTextAsync("1 skipped: Story ledger");
        visitor.MustHaveNoFaults();
    }

    [Fact]
    public async Task Story_can_be_told_with_the_keyboard_alone()
    {
        var flow = await CreateAsync("Keyboard load", ("Keyboard ledger", "/ok", [], "stop"), ("Keyboard sales", "/fail", ["Keyboard ledger"], "stop"));
        var run = await flow.RunAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;

        await visitor.OpenAsync("/flows?q=keyboard");
        await Expect(visitor.Link("Keyboard load")).ToBeVisibleAsync();
        await TabToAsync(page, "Failed");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText(StepServer.Failure).First).ToBeVisibleAsync();

        // The step's details open and close, and the graph's node does the same.
        await TabToAsync(page, "Keyboard sales");
        await page.Keyboard.PressAsync("Enter");
        var panel = page.GetByRole(AriaRole.Complementary, new() { Name = "Step Keyboard sales" });
        await Expect(panel).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(panel).ToHaveCountAsync(0);
        await page.Locator(".react-flow__node").Filter(new() { HasText = "Keyboard sales" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(panel).ToBeVisibleAsync();

        await page.ReloadAsync();
        await Expect(visitor.Button("Resume the run")).ToBeVisibleAsync();
        await TabToAsync(page, "Resume the run");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await TabToAsync(page, "Resume");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync(url => url.Contains("/runs/", StringComparison.Ordinal) && !url.Contains(run, StringComparison.Ordinal));
        await Expect(page.GetByText("an earlier run")).ToBeVisibleAsync();
    }

    /// <summary>Goes on with the Tab key until what has the focus is called so.</summary>
    private static async Task TabToAsync(IPage page, string name)
    {
        for (var press = 0; press < 80; press++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string>("(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()") == name)
            {
                return;
            }
        }

        Assert.Fail($"80 presses of Tab do not reach '{name}'.");
    }
}
