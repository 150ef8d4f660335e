using FlowFunctions.Dashboard.Tests.Stage;
using FlowFunctions.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FlowFunctions.Dashboard.Tests;

/// <summary>What tabs ask of the service, on a clock that the tests turn.</summary>
[Needs(Need.App)]
public sealed class PollingTests(DashboardFixture stage)
{
    private const int Minute = 60_000;

    /// <summary>The page's own word for being seen, which a browser without a screen does not change by itself.</summary>
    private const string Seen = "(is) => { Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => is }); document.dispatchEvent(new Event('visibilitychange')); }";

    [Fact]
    public async Task Hidden_tab_asks_nothing_and_is_fresh_when_it_is_seen_again()
    {
        await stage.StartAsync();
        var flow = await SampleFlow.CreateAsync(stage, "Hidden load", ("Hidden ledger", "/held/hidden", [], "stop"), ("Hidden plan", "/ok", ["Hidden ledger"], "stop"));
        var run = await flow.StartAsync(stage);
        await using var visitor = await Visitor.ComeAsync(stage);
        var page = visitor.Page;
        await page.Clock.InstallAsync();
        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}");
        await Expect(page.GetByLabel("Steps by where they stand")).ToContainTextAsync("1 running: Hidden ledger");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var asked = 0;
        await page.EvaluateAsync(Seen, "hidden");
        page.Request += (_, _) => Interlocked.Increment(ref asked);

        await page.Clock.RunForAsync(5 * Minute);
        Assert.Equal(0, Volatile.Read(ref asked));
        stage.Steps.Release("hidden");
        await flow.WaitForEndAsync(stage, run);
        await page.EvaluateAsync(Seen, "visible");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Succeeded Hidden load" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Twenty_viewers_of_a_run_ask_thirty_times_a_minute_each_at_most()
    {
        await stage.StartAsync();
        var flow = await SampleFlow.CreateAsync(stage, "Crowd load", ("Crowd ledger", "/held/crowd", [], "stop"), ("Crowd plan", "/ok", ["Crowd ledger"], "stop"));
        var run = await flow.StartAsync(stage);
        await using var visitor = await Visitor.ComeAsync(stage);
        var asked = 0;
        var again = 0;
        List<IPage> tabs = [];
        for (var viewer = 0; viewer < 20; viewer++)
        {
            var tab = await visitor.OpenTabAsync();
            await tab.Clock.InstallAsync();
            await tab.GotoAsync($"/flows/{flow.Id}/runs/{run}");
            await Expect(tab.GetByLabel("Steps by where they stand")).ToContainTextAsync("1 running: Crowd ledger");
            tabs.Add(tab);
        }

        foreach (var tab in tabs)
        {
            tab.Response += (_, answer) =>
            {
                Interlocked.Increment(ref asked);
                if (answer.Status == 304)
                {
                    Interlocked.Increment(ref again);
                }
            };
            for (var second = 0; second < 60; second += 4)
            {
                await tab.Clock.RunForAsync(4_000);
            }
        }

        stage.Steps.Release("crowd");
        Assert.InRange(asked, 20, 20 * 33);
        Assert.True(again > 0, "What has not changed is not sent again.");
        visitor.MustHaveNoFaults();
    }
}
