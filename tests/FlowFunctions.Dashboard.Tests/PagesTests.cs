using System.Text.Json.Nodes;

namespace FlowFunctions.Dashboard.Tests;

/// <summary>Each page, as it looks to those who see it in the dark, on a telephone, or not at all.</summary>
[Needs(Need.App)]
public sealed class PagesTests(DashboardFixture stage) : PageTest(stage)
{
    private static SampleFlow? _flow;
    private static string _run = "";
    private static string _own = "";
    private static string _connection = "";

    public static readonly TheoryData<string, string> Pages = new()
    {
        { "/flows", "Flows" },
        { "/flows?q=nothing+fits+this", "Flows" },
        { "/flows/{flow}", "Page load" },
        { "/flows/{flow}/runs", "Page load" },
        { "/flows/{flow}/grid", "Page load" },
        { "/flows/{flow}/durations", "Page load" },
        { "/flows/{flow}/schedule", "Page load" },
        { "/flows/{flow}/edit", "Edit Page load" },
        { "/flows/{flow}/runs/{run}", "Failed Page load" },
        { "/flows/{flow}/runs/{run}?step={step}", "Failed Page load" },
        { "/flows/new", "New flow" },
        { "/integrations", "Integrations" },
        { "/integrations/{step}", "Page sales" },
        { "/integrations/{step}/runs", "Page sales" },
        { "/integrations/{step}/runs/{own}", "Failed Page sales" },
        { "/integrations/{step}/edit", "Edit Page sales" },
        { "/integrations/new", "New integration" },
        { "/connections", "Connections" },
        { "/connections/new", "New connection" },
        { "/connections/{connection}", "Page files" },
        { "/calendar", "Calendar" },
        { "/notifications", "Notifications" },
        { "/health", "Health" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_is_accessible_in_the_light_in_the_dark_and_narrow(string path, string heading)
    {
        var (flow, run) = await FlowAsync();
        var address = new[] { ("{flow}", flow.Id), ("{run}", run), ("{step}", flow.Integrations["Page sales"]), ("{own}", _own), ("{connection}", _connection) }
            .Aggregate(path, (address, one) => address.Replace(one.Item1, one.Item2, StringComparison.Ordinal));
        var visitor = await ComeAsync(options: new() { ColorScheme = ColorScheme.Light });
        await visitor.OpenAsync(address);
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = heading, Level = 1 })).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator(".loading, .graph-waiting")).ToHaveCountAsync(0);
        await visitor.MustBeAccessibleAsync();

        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await visitor.MustBeAccessibleAsync();

        await visitor.Page.SetViewportSizeAsync(360, 740);
        Assert.True(
            await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
            "The page is wider than a telephone: something would be out of sight.");
        visitor.MustHaveNoFaults();
    }

    [Theory]
    [InlineData("/flows", "The flows could not be loaded.", "There are no flows yet.")]
    [InlineData("/integrations", "The integrations could not be loaded.", "There are no integrations yet.")]
    [InlineData("/connections", "The connections could not be loaded.", "There are no connections yet.")]
    [InlineData("/notifications", "The notifications could not be loaded.", "There are no notifications.")]
    public async Task Fault_never_reads_as_if_there_were_nothing(string path, string fault, string nothing)
    {
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await page.RouteAsync(
            url => url.Contains("/2/0/", StringComparison.Ordinal) && !url.EndsWith("/caller", StringComparison.Ordinal),
            route => route.FulfillAsync(new() { Status = 500, ContentType = "application/json", Body = """{"code":500,"message":"Something went wrong on our side.","errors":[],"traceId":"0123"}""" }));

        await visitor.OpenAsync(path);

        await Expect(page.GetByText(fault)).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Code 500 · trace 0123");
        await Expect(page.GetByText(nothing)).ToHaveCountAsync(0);
        await page.UnrouteAllAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(page.GetByText(fault)).ToHaveCountAsync(0);
    }

    /// <summary>A tab that was open while a new version was deployed asks for parts that are no more.</summary>
    [Fact]
    public async Task Part_that_is_missing_loads_the_page_again_and_is_said_where_that_does_not_help()
    {
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync("/flows");
        await Expect(visitor.Heading("Flows")).ToBeVisibleAsync();
        var loads = 0;
        page.Load += (_, _) => Interlocked.Increment(ref loads);
        await page.RouteAsync("**/assets/CalendarPage-*.js", route => route.FulfillAsync(new() { Status = 404, Body = "" }));

        await visitor.Link("Calendar").ClickAsync();
        await Expect(page.GetByText("The page has a fault and cannot show this.")).ToBeVisibleAsync();
        Assert.Equal(1, Volatile.Read(ref loads));
        await Expect(visitor.Link("Flows")).ToBeVisibleAsync();

        await page.UnrouteAllAsync();
        await visitor.Button("Load the page again").ClickAsync();
        await Expect(visitor.Heading("Calendar")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task List_stays_in_place_while_another_order_or_a_search_is_loading()
    {
        await FlowAsync();
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync("/flows");
        var table = page.GetByRole(AriaRole.Table, new() { Name = "Flows" });
        await Expect(table).ToBeVisibleAsync();
        await table.EvaluateAsync("(table) => { table.stillHere = true; }");
        var gate = new TaskCompletionSource();
        await page.RouteAsync("**/2/0/integrationflows?*", async route =>
        {
            await gate.Task;
            await route.ContinueAsync();
        });

        await table.GetByRole(AriaRole.Button, new() { Name = "Started" }).ClickAsync();
        await Expect(table).ToHaveAttributeAsync("aria-busy", "true");
        await Expect(table.GetByRole(AriaRole.Button, new() { Name = "Started" })).ToBeFocusedAsync();
        await page.RunAndWaitForRequestAsync(
            () => page.GetByRole(AriaRole.Searchbox).FillAsync("page load"), request => request.Url.Contains("q=page", StringComparison.Ordinal));
        await Expect(table).ToHaveAttributeAsync("aria-busy", "true");
        gate.SetResult();

        await Expect(table).Not.ToHaveAttributeAsync("aria-busy", "true");
        await Expect(table.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        Assert.True(await table.EvaluateAsync<bool>("(table) => table.stillHere === true"), "The table was taken away and made anew.");
        visitor.MustHaveNoFaults();
    }

    [Fact]
    public async Task Chosen_theme_is_there_before_anything_is_drawn()
    {
        var visitor = await ComeAsync(options: new() { ColorScheme = ColorScheme.Light });
        var page = visitor.Page;
        await visitor.OpenAsync("/health");
        await page.GetByRole(AriaRole.Button, new() { Name = "ann, editor: settings and sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitemradio, new() { Name = "Dark", Exact = true }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");

        // The document as it is when its first element of content appears, before any module has run.
        await page.AddInitScriptAsync("new MutationObserver(() => { if (document.body && !window.first) window.first = document.documentElement.dataset.theme ?? 'none'; }).observe(document, { childList: true, subtree: true })");
        await page.ReloadAsync();
        await Expect(visitor.Heading("Health")).ToBeVisibleAsync();

        Assert.Equal("dark", await page.EvaluateAsync<string>("window.first"));
    }

    [Fact]
    public async Task Filters_and_sort_stand_in_the_address()
    {
        var (flow, _) = await FlowAsync();
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync("/");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("page load");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Failed" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Started" }).ClickAsync();
        await page.WaitForURLAsync("**/flows?q=page+load&state=failure&sort=latestRun");

        await page.ReloadAsync();

        await Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("page load");
        await Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "Failed" })).ToBeCheckedAsync();
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Started" })).ToHaveAttributeAsync("aria-sort", "ascending");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Page load" })).ToHaveAttributeAsync("href", $"/flows/{flow.Id}");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Failed" }).UncheckAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Cancelled" }).CheckAsync();
        await Expect(page.GetByText("No flow fits.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Page_works_below_a_prefix()
    {
        var (flow, _) = await FlowAsync();
        var visitor = await ComeAsync(prefix: "/behind/a/proxy");
        await visitor.OpenAsync($"/behind/a/proxy/flows/{flow.Id}/runs");

        await Expect(visitor.Heading("Page load")).ToBeVisibleAsync();
        await visitor.Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).First.ClickAsync();

        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Failed Page load" })).ToBeVisibleAsync();
        Assert.Contains($"/behind/a/proxy/flows/{flow.Id}/runs/", visitor.Page.Url, StringComparison.Ordinal);
        visitor.MustHaveNoFaults();
    }

    private async Task<(SampleFlow Flow, string Run)> FlowAsync()
    {
        if (_flow is null)
        {
            var flow = await CreateAsync("Page load", ("Page ledger", "/partial", [], "stop"), ("Page sales", "/fail", ["Page ledger"], "continue"), ("Page plan", "/ok", ["Page sales"], "stop"));
            await Stage.PostAsync($"2/0/integrations/{flow.Id}/schedule", new JsonObject
            {
                ["integrationId"] = flow.Id,
                ["schedule"] = new JsonObject { ["name"] = "Nightly", ["type"] = "daily", ["timezone"] = "Europe/Paris", ["time"] = "22:00", ["startDate"] = "2026-01-01" },
            });
            var connection = await Stage.PostAsync("2/0/integrations/connections", new JsonObject
            {
                ["type"] = "AzureBlob",
                ["body"] = new JsonObject { ["name"] = "Page files", ["storageAccountName"] = "pagefiles", ["containerName"] = "nightly", ["sasToken"] = "sv=1&sig=x" },
            });
            _connection = (string)connection["connections"]!["connectionId"]!;
            _run = await flow.RunAsync(Stage);
            _own = (string)(await Stage.GetAsync($"2/0/integrationflows/{flow.Id}/runs/{_run}"))["run"]!["steps"]![1]!["runId"]!;
            _flow = flow;
        }

        return (_flow, _run);
    }
}
