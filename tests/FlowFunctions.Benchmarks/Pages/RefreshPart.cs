using System.Text.Json;
using FlowFunctions.Benchmarks.Runs;
using Microsoft.Playwright;

namespace FlowFunctions.Benchmarks.Pages;

/// <summary>What tabs cost that are left open while a run of 100 steps goes on, and what they ask for; hidden ones too.</summary>
internal sealed class RefreshPart : IPagePart
{
    private const int Width = 10;
    private const int Layers = 10;

    /// <summary>The run goes on for ten times as long, which is longer than what is measured of it.</summary>
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Watched = TimeSpan.FromMinutes(1);

    public string Name => "refresh";

    public async Task<IReadOnlyList<Row>> TakeAsync(PageRig rig, CancellationToken cancellationToken)
    {
        var flow = await rig.Flows.CreateLayersAsync(Width, Layers, Each, cancellationToken);
        var run = await rig.Flows.StartRunAsync(flow, cancellationToken);
        await using var visitor = await rig.ComeAsync();
        var ofRun = await OpenAsync(visitor, $"/flows/{flow}/runs/{run}", ".react-flow__node");
        var seen = await WatchAsync(ofRun, cancellationToken);
        await HideAsync(ofRun);
        var hidden = await WatchAsync(ofRun, cancellationToken);
        await ofRun.CloseAsync();
        var ofList = await OpenAsync(visitor, "/flows", "table[aria-label='Flows'] tbody a");
        var listed = await WatchAsync(ofList, cancellationToken);
        return
        [
            Busy("run of 100 steps that goes on", seen),
            Busy("list of flows, of which one runs", listed),
            Asked("tab with a run that goes on", 30, seen),
            Asked("tab with the list, of which one flow runs", 30, listed),
            Asked("hidden tab with a run that goes on", 0, hidden),
        ];
    }

    private static async Task<IPage> OpenAsync(IBrowserContext visitor, string path, string shown)
    {
        var page = await visitor.NewPageAsync();
        await page.GotoAsync(path);
        await page.Locator(shown).First.WaitForAsync();
        return page;
    }

    /// <summary>By the page's own word for being seen, which a browser without a screen does not change by itself.</summary>
    private static Task HideAsync(IPage page) => page.EvaluateAsync(
        "() => { Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' }); document.dispatchEvent(new Event('visibilitychange')); }");

    private static async Task<Tab> WatchAsync(IPage page, CancellationToken cancellationToken)
    {
        await Task.Delay(Settles, cancellationToken);
        var asked = 0;
        page.Request += Count;
        var browser = await page.Context.NewCDPSessionAsync(page);
        await browser.SendAsync("Performance.enable");
        var before = await MetricsAsync(browser);
        await Task.Delay(Watched, cancellationToken);
        var after = await MetricsAsync(browser);
        page.Request -= Count;
        return new((after.Busy - before.Busy) / (after.At - before.At), (after.Processor - before.Processor) / (after.At - before.At), asked);

        void Count(object? sender, IRequest request) => Interlocked.Increment(ref asked);
    }

    /// <summary>All in seconds.</summary>
    private static async Task<(double At, double Busy, double Processor)> MetricsAsync(ICDPSession browser)
    {
        var answer = await browser.SendAsync("Performance.getMetrics") ?? throw new MeasureException("The browser tells nothing of itself.");
        var metrics = answer.GetProperty("metrics").EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!, one => one.GetProperty("value").GetDouble(), StringComparer.Ordinal);
        return (metrics["Timestamp"], metrics["TaskDuration"], metrics["ProcessTime"]);
    }

    private static Row Busy(string what, Tab tab) => new(
        $"main thread's share busy: {what}",
        Goal.AtMost(10, "%"),
        tab.Busy * 100,
        FormattableString.Invariant($"{tab.Busy * 100:0.0} %; processor time of the tab's process {tab.Processor * 100:0.0} %"),
        $"{Watched.TotalSeconds:0} s");

    private static Row Asked(string what, double most, Tab tab) => new(
        $"requests a minute: {what}", Goal.AtMost(most, "requests"), tab.Asked, FormattableString.Invariant($"{tab.Asked}"), $"{Watched.TotalSeconds:0} s");

    /// <param name="Busy">Of the main thread's time.</param>
    /// <param name="Processor">Of a core, by all threads of the tab's process.</param>
    /// <param name="Asked">Requests.</param>
    private sealed record Tab(double Busy, double Processor, int Asked);
}
