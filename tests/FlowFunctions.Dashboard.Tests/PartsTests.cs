using System.Collections.Concurrent;

namespace FlowFunctions.Dashboard.Tests;

/// <summary>Files of the page are there before what they draw is wanted.</summary>
[Needs(Need.App)]
public sealed class PartsTests(DashboardFixture stage) : PageTest(stage)
{
    /// <summary>Keeps what a page said it was loading.</summary>
    private const string Watch =
        """
        window.loading = [];
        new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => {
          const said = node.nodeType === 1 ? node.parentElement?.querySelector("[role='status'].loading") : null;
          if (said) {
            window.loading.push(said.textContent.trim());
          }
        }))).observe(document, { childList: true, subtree: true });
        """;

    /// <summary>React shows what follows a fallback no sooner than 300 ms after it.</summary>
    [Fact]
    public async Task First_page_is_drawn_without_waiting_for_its_files_one_after_another()
    {
        var flow = await CreateAsync("Part load", ("Part ledger", "/ok", [], "stop"), ("Part plan", "/ok", ["Part ledger"], "stop"));
        await flow.RunAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;
        var files = new TaskCompletionSource();
        page.RequestFinished += (_, request) =>
        {
            if (request.Url.Contains("/assets/RunsList-", StringComparison.Ordinal))
            {
                files.TrySetResult();
            }
        };
        await page.RouteAsync("**/2/0/caller", async route =>
        {
            await files.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await Task.Delay(TimeSpan.FromMilliseconds(500));
            await route.ContinueAsync();
        });
        await page.AddInitScriptAsync(Watch);

        await visitor.OpenAsync($"/flows/{flow.Id}/runs");

        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Runs of the flow" }).GetByRole(AriaRole.Link)).ToHaveCountAsync(1);
        var said = await page.EvaluateAsync<string[]>("() => window.loading");
        Assert.Contains(said, text => text.StartsWith("Loading your role", StringComparison.Ordinal));
        Assert.DoesNotContain(said, text => text.StartsWith("Loading the page", StringComparison.Ordinal) || text.StartsWith("Loading this part", StringComparison.Ordinal));
        visitor.MustHaveNoFaults();
    }

    [Fact]
    public async Task Runs_are_asked_for_beside_their_flow()
    {
        var flow = await CreateAsync("Beside load", ("Beside ledger", "/ok", [], "stop"), ("Beside plan", "/ok", [], "stop"));
        await flow.RunAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;
        var runs = new TaskCompletionSource();
        page.Request += (_, request) =>
        {
            if (request.Url.Contains($"/2/0/integrationflows/{flow.Id}/runs?", StringComparison.Ordinal))
            {
                runs.TrySetResult();
            }
        };
        await page.RouteAsync($"**/2/0/integrationflows/{flow.Id}", async route =>
        {
            await runs.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await route.ContinueAsync();
        });

        await visitor.OpenAsync($"/flows/{flow.Id}/runs");

        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Runs of the flow" }).GetByRole(AriaRole.Link)).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task File_of_a_link_is_asked_for_once_it_is_pointed_at_or_has_the_keyboard()
    {
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync("/flows");
        await Expect(visitor.Heading("Flows")).ToBeVisibleAsync();

        await page.RunAndWaitForRequestFinishedAsync(() => visitor.Link("Calendar").HoverAsync(), new() { Predicate = request => request.Url.Contains("/assets/CalendarPage-", StringComparison.Ordinal) });
        await page.RunAndWaitForRequestFinishedAsync(() => visitor.Link("Health").FocusAsync(), new() { Predicate = request => request.Url.Contains("/assets/HealthPage-", StringComparison.Ordinal) });
        await Expect(visitor.Heading("Flows")).ToBeVisibleAsync();
        visitor.MustHaveNoFaults();
    }

    /// <summary>Somebody may have typed something; nobody waits for what was only pointed at.</summary>
    [Fact]
    public async Task File_that_is_missing_loads_nothing_again_as_long_as_its_link_is_only_pointed_at()
    {
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync("/flows");
        await Expect(visitor.Heading("Flows")).ToBeVisibleAsync();
        var asked = new ConcurrentQueue<string>();
        page.Request += (_, request) => asked.Enqueue(new Uri(request.Url).AbsolutePath);
        await page.RouteAsync("**/assets/CalendarPage-*.js", route => route.FulfillAsync(new() { Status = 404, Body = "" }));

        await page.RunAndWaitForResponseAsync(() => visitor.Link("Calendar").HoverAsync(), response => response.Url.Contains("/assets/CalendarPage-", StringComparison.Ordinal));
        await page.EvaluateAsync("() => new Promise((settled) => setTimeout(settled, 500))");

        Assert.DoesNotContain("/", asked);
        await page.UnrouteAllAsync();
        await visitor.Link("Calendar").ClickAsync();
        await Expect(visitor.Heading("Calendar")).ToBeVisibleAsync();
    }
}
