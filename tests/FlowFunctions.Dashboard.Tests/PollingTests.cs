namespace FlowFunctions.Dashboard.Tests;

/// <summary>What tabs ask of the service, on a clock that the tests turn.</summary>
[Needs(Need.App)]
public sealed class PollingTests(DashboardFixture stage) : PageTest(stage)
{
    /// <summary>What a tab may ask by itself in a minute: 30 times, and what is on its way as the minute begins.</summary>
    private const int MostInAMinute = 32;

    /// <summary>Fewer would be no live view.</summary>
    private const int LeastInAMinute = 12;

    [Fact]
    public async Task Hidden_tab_asks_nothing_and_is_fresh_within_a_second_of_being_seen_again()
    {
        var flow = await CreateAsync("Hidden load", ("Hidden ledger", "/held/hidden", [], "stop"), ("Hidden plan", "/ok", ["Hidden ledger"], "stop"));
        var run = await flow.StartAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await page.Clock.InstallAsync();
        var answers = await Answers.ToAsync(page);
        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}");
        await Expect(page.GetByLabel("Steps by where they stand")).ToContainTextAsync("1 running: Hidden ledger");
        await Wait.Until(() => answers.IsIdle);
        await visitor.LookAwayAsync();
        answers.StartCounting();

        await page.Clock.RunForAsync(5 * 60_000);
        Assert.Equal(0, answers.Asked);
        Stage.Steps.Release("hidden");
        await flow.WaitForEndAsync(Stage, run);
        answers.Forget();

        // From here on, the page's clock stands still but for this one second.
        await StandStillAsync(page);
        await visitor.LookAgainAsync();
        await page.Clock.RunForAsync(500);
        await Wait.Until(() => answers is { Asked: > 0, IsIdle: true });
        await page.Clock.RunForAsync(500);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Succeeded Hidden load" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Twenty_viewers_of_a_run_ask_thirty_times_a_minute_each_at_most()
    {
        var flow = await CreateAsync("Crowd load", ("Crowd ledger", "/held/crowd", [], "stop"), ("Crowd plan", "/ok", ["Crowd ledger"], "stop"));
        var run = await flow.StartAsync(Stage);
        var visitor = await ComeAsync();
        var tabs = new List<(IPage Page, Answers Answers)>();
        for (var viewer = 0; viewer < 20; viewer++)
        {
            var tab = await visitor.OpenTabAsync();
            var answers = await Answers.ToAsync(tab);
            await tab.Clock.InstallAsync();
            await tab.GotoAsync($"/flows/{flow.Id}/runs/{run}");
            await Expect(tab.GetByLabel("Steps by where they stand")).ToContainTextAsync("1 running: Crowd ledger");
            tabs.Add((tab, answers));
        }

        await TurnByAMinuteAsync(tabs[0].Page, [.. tabs.Select(tab => tab.Answers)]);
        var counts = tabs.Select(tab => tab.Answers.Asked);
        Stage.Steps.Release("crowd");
        Assert.All(counts, count => Assert.InRange(count, LeastInAMinute, MostInAMinute));
        Assert.All(tabs, tab => Assert.True(tab.Answers.Again > 0, "What has not changed is not sent again."));
        visitor.MustHaveNoFaults();
    }

    /// <summary>A page with several things that run shares what a tab may ask among them.</summary>
    [Theory]
    [InlineData("runs")]
    [InlineData("grid")]
    public async Task Page_with_several_live_parts_asks_no_more_than_any_other(string part)
    {
        var name = $"Shared {part}";
        var flow = await CreateAsync(name, ($"{name} ledger", $"/held/shared-{part}", [], "stop"), ($"{name} plan", "/ok", [$"{name} ledger"], "stop"));
        await flow.StartAsync(Stage);
        var visitor = await ComeAsync();
        var answers = await Answers.ToAsync(visitor.Page);
        await visitor.Page.Clock.InstallAsync();
        await visitor.OpenAsync($"/flows/{flow.Id}/{part}");
        await Expect(visitor.Page.GetByText("Running").First).ToBeVisibleAsync();

        Assert.InRange(await AskedInAMinuteAsync(visitor.Page, answers), LeastInAMinute, MostInAMinute);
        Stage.Steps.Release($"shared-{part}");
    }

    /// <summary>The longer an answer takes, the later is asked again; below a prefix as well, under which the API's paths are others.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("/teams")]
    public async Task Slow_answers_are_asked_for_seldom(string prefix)
    {
        var name = $"Slow load at '{prefix}'";
        var flow = await CreateAsync(name, ($"{name} ledger", "/held/slow", [], "stop"), ($"{name} plan", "/ok", [$"{name} ledger"], "stop"));
        var run = await flow.StartAsync(Stage);
        var visitor = await ComeAsync(prefix: prefix);
        var page = visitor.Page;
        await page.Clock.InstallAsync();
        var asked = 0;
        await page.RouteAsync($"**/2/0/integrationflows/{flow.Id}/runs/{run}", async route =>
        {
            Interlocked.Increment(ref asked);
            await page.Clock.RunForAsync(3_000);
            await route.FallbackAsync();
        });
        await visitor.OpenAsync($"{prefix}/flows/{flow.Id}/runs/{run}");
        await Expect(page.GetByLabel("Steps by where they stand")).ToContainTextAsync("1 running");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var before = Volatile.Read(ref asked);

        await page.Clock.RunForAsync(20_000);
        Assert.Equal(before, Volatile.Read(ref asked));
        await page.Clock.RunForAsync(20_000);
        await Wait.Until(() => Volatile.Read(ref asked) == before + 1);
    }

    [Fact]
    public async Task Service_that_asks_to_wait_is_not_asked_before()
    {
        var flow = await CreateAsync("Busy load", ("Busy ledger", "/held/busy", [], "stop"), ("Busy plan", "/ok", ["Busy ledger"], "stop"));
        var run = await flow.StartAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await page.Clock.InstallAsync();
        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}");
        await Expect(page.GetByLabel("Steps by where they stand")).ToContainTextAsync("1 running: Busy ledger");
        var asked = 0;
        await page.RouteAsync($"**/2/0/integrationflows/{flow.Id}/runs/{run}", route =>
        {
            Interlocked.Increment(ref asked);
            return route.FulfillAsync(new() { Status = 500, Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = "90" }, ContentType = "application/json", Body = """{"code":500,"message":"Busy."}""" });
        });
        await page.Clock.RunForAsync(3_000);
        await Expect(page.GetByText("Busy. What you see is as of")).ToBeVisibleAsync();
        var before = Volatile.Read(ref asked);

        await page.Clock.RunForAsync(80_000);
        Assert.Equal(before, Volatile.Read(ref asked));
        await page.Clock.RunForAsync(20_000);
        await Wait.Until(() => Volatile.Read(ref asked) > before);
        Stage.Steps.Release("busy");
    }

    /// <summary>From a second on, the page's clock is turned by the test alone.</summary>
    private static async Task StandStillAsync(IPage tab) =>
        await tab.Clock.PauseAtAsync(DateTimeOffset.FromUnixTimeMilliseconds((long)await tab.EvaluateAsync<double>("Date.now() + 60000")).UtcDateTime);

    /// <summary>
    /// A fifth of a second at a time, each answered before the next, as a tab asks where the service answers at once: were more time to pass on its clock before an answer, it would take the service
    /// for a slow one and ask less.
    /// </summary>
    private static async Task<int> AskedInAMinuteAsync(IPage tab, Answers answers)
    {
        await TurnByAMinuteAsync(tab, [answers]);
        return answers.Asked;
    }

    /// <param name="tab">Whose clock is turned; the tabs of one visitor share it.</param>
    /// <param name="all">What is given to them, counted from the minute's begin.</param>
    private static async Task TurnByAMinuteAsync(IPage tab, IReadOnlyList<Answers> all)
    {
        await Wait.Until(() => all.All(answers => answers.IsIdle));
        await StandStillAsync(tab);
        await Wait.Until(() => all.All(answers => answers.IsIdle));
        foreach (var answers in all)
        {
            answers.StartCounting();
        }

        for (var passed = 0; passed < 60_000; passed += 200)
        {
            await tab.Clock.RunForAsync(200);
            await Wait.Until(() => all.All(answers => answers.IsIdle));
        }
    }
}
