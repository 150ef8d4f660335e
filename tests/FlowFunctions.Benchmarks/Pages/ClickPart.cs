using System.Text.Json;
using FlowFunctions.Benchmarks.Runs;
using Microsoft.Playwright;

namespace FlowFunctions.Benchmarks.Pages;

/// <summary>How long clicks take to the next paint (what INP is made of): of a run of 100 steps that goes on, of the parts of its flow, and of the filters of the list.</summary>
internal sealed class ClickPart : IPagePart
{
    private const int Width = 10;
    private const int Layers = 10;

    /// <summary>The run goes on for ten times as long, which is longer than the clicks take.</summary>
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(15);

    private const int EachRow = 4;

    private const string SeenNodes =
        """
        () => {
          const frame = document.querySelector(".graph").getBoundingClientRect();
          const centres = [...document.querySelectorAll(".react-flow__node")].map((node) => node.getBoundingClientRect()).map(({ x, y, width, height }) => [x + width / 2, y + height / 2]);
          return JSON.stringify(centres.filter(([x, y]) => x > frame.left && x < frame.right && y > Math.max(frame.top, 0) && y < Math.min(frame.bottom, innerHeight)));
        }
        """;

    private static readonly string[] Parts = ["Runs", "Steps × runs", "Durations", "Schedule", "Steps"];

    public string Name => "click";

    public async Task<IReadOnlyList<Row>> TakeAsync(PageRig rig, CancellationToken cancellationToken)
    {
        var flow = await rig.Flows.CreateLayersAsync(Width, Layers, Each, cancellationToken);
        var run = await rig.Flows.StartRunAsync(flow, cancellationToken);
        await using var visitor = await rig.ComeAsync();
        return
        [
            await TakeAsync(visitor, "steps in the table and the graph of a run of 100 that goes on", $"/flows/{flow}/runs/{run}", ClickStepsAsync),
            await TakeAsync(visitor, "parts of a flow of 100 steps that runs", $"/flows/{flow}", ClickPartsAsync),
            await TakeAsync(visitor, "filters of the list of flows", "/flows", ClickFiltersAsync),
        ];
    }

    private static async Task<Row> TakeAsync(IBrowserContext visitor, string what, string path, Func<IPage, Task<int>> click)
    {
        var page = await visitor.NewPageAsync();
        await page.GotoAsync(path);
        var clicks = await click(page);
        var told = await Probe.InteractionsAsync(page);
        await page.CloseAsync();

        // What took less is not told.
        var sample = new Sample(told.Concat(Enumerable.Repeat(16.0, Math.Max(clicks - told.Count, 0))));
        return new(
            $"click to the next paint: {what}",
            Goal.AtMost(200, "ms"),
            sample.Maximum,
            FormattableString.Invariant($"nine of ten within {sample.Quantile(0.9):0} ms, at most {sample.Maximum:0} ms"),
            $"{clicks} clicks");
    }

    private static async Task<int> ClickStepsAsync(IPage page)
    {
        var nodes = page.Locator(".react-flow__node");
        var rows = page.GetByRole(AriaRole.Table, new() { Name = "Steps of the run" }).Locator("tbody button");
        await nodes.Nth((Width * Layers) - 1).WaitForAsync();
        for (var index = 0; index < Width * Layers; index += EachRow)
        {
            await rows.Nth(index).ClickAsync();
        }

        // Those that the frame shows: a large graph is seen in part.
        await page.Locator(".graph").ScrollIntoViewIfNeededAsync();
        var seen = JsonSerializer.Deserialize<float[][]>(await page.EvaluateAsync<string>(SeenNodes))!;
        var clicked = seen.Where((_, index) => index % Math.Max(seen.Length / 10, 1) == 0).ToList();
        foreach (var centre in clicked)
        {
            await page.Mouse.ClickAsync(centre[0], centre[1]);
        }

        return ((Width * Layers) / EachRow) + clicked.Count;
    }

    private static async Task<int> ClickPartsAsync(IPage page)
    {
        var parts = page.GetByRole(AriaRole.Navigation, new() { Name = "Parts of the flow" });
        var clicks = 0;
        for (var round = 0; round < 7; round++)
        {
            foreach (var part in Parts)
            {
                await parts.GetByRole(AriaRole.Link, new() { Name = part, Exact = true }).ClickAsync();
                clicks++;

                // The graph comes by itself; where the next click comes before it, nothing of it is drawn.
                await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            }
        }

        return clicks;
    }

    private static async Task<int> ClickFiltersAsync(IPage page)
    {
        var chips = page.Locator(".chips label");
        await page.Locator("table[aria-label='Flows'] tbody a").First.WaitForAsync();
        var count = await chips.CountAsync();
        var clicks = 0;
        while (clicks < 35)
        {
            await chips.Nth(clicks++ % count).ClickAsync();
        }

        return clicks;
    }
}
