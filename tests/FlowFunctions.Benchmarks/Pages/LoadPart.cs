using FlowFunctions.Benchmarks.Runs;
using Microsoft.Playwright;

namespace FlowFunctions.Benchmarks.Pages;

/// <summary>How soon pages are there: with nothing in the cache, and with all that the load before left in it.</summary>
/// <param name="loads">Of each page, each way.</param>
internal sealed class LoadPart(int loads) : IPagePart
{
    private const int Width = 10;
    private const int Layers = 10;

    public string Name => "load";

    public async Task<IReadOnlyList<Row>> TakeAsync(PageRig rig, CancellationToken cancellationToken)
    {
        var flow = await rig.Flows.CreateLayersAsync(Width, Layers, TimeSpan.Zero, cancellationToken);
        var run = await rig.Flows.StartRunAsync(flow, cancellationToken);
        await rig.Flows.RunEndedAsync(flow, run, cancellationToken);
        var rows = new List<Row>();

        // Its answer: the list is not seen any more. It leaves the document later, when the part of the page that shows flows has come.
        var list = new Place("list of 50 flows", "/flows", "table[aria-label='Flows'] tbody a", "main:not(:has(table[aria-label='Flows']:not([style*='display: none'] *)))");
        var ended = new Place(
            "run of 100 steps", $"/flows/{flow}/runs/{run}", "table[aria-label='Steps of the run'] tbody button", "table[aria-label='Steps of the run'] button[aria-expanded='true']");
        rows.AddRange(await TakeAsync(rig, list, Goal.AtMost(200, "kB"), cancellationToken));
        rows.AddRange(await TakeAsync(rig, ended, firstLoad: null, cancellationToken));
        return rows;
    }

    private async Task<IReadOnlyList<Row>> TakeAsync(PageRig rig, Place place, Goal? firstLoad, CancellationToken cancellationToken)
    {
        var (cold, warm, coldClicks, warmClicks) = (new List<Load>(), new List<Load>(), new List<double>(), new List<double>());
        while (warmClicks.Count < loads)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using (var visitor = await rig.ComeAsync())
            {
                cold.Add(await LoadAsync(visitor, place));
                warm.Add(await LoadAsync(visitor, place));
                warmClicks.Add(await ClickAsync(visitor, place));
            }

            await using var other = await rig.ComeAsync();
            coldClicks.Add(await ClickAsync(other, place));
        }

        var bytes = new Sample(cold.Select(load => load.Bytes / 1e3)).Median;
        return
        [
            Painted(place, "nothing", cold),
            Painted(place, "everything", warm),
            Answered(place, "nothing", coldClicks),
            Answered(place, "everything", warmClicks),
            new(
                $"{place.Name}, transferred with nothing in the cache",
                firstLoad,
                bytes,
                FormattableString.Invariant($"{bytes:0} kB, {cold[0].AnswerBytes / 1e3:0} kB of it the API's answers; with everything in the cache {new Sample(warm.Select(load => load.Bytes / 1e3)).Median:0} kB"),
                $"{loads} loads"),
            Shifted(place, [.. cold, .. warm]),
        ];
    }

    private static async Task<Load> LoadAsync(IBrowserContext visitor, Place place)
    {
        var page = await visitor.NewPageAsync();
        await page.GotoAsync(place.Path);
        await page.Locator(place.Target).First.WaitForAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var load = await Probe.ReadAsync(page);
        await page.CloseAsync();
        return load;
    }

    private static async Task<double> ClickAsync(IBrowserContext visitor, Place place)
    {
        var page = await visitor.NewPageAsync();
        await Probe.ClickAtOnceAsync(page, place);
        await page.GotoAsync(place.Path);
        var answered = await Probe.AnsweredAsync(page);
        await page.CloseAsync();
        return answered;
    }

    private static Row Painted(Place place, string cached, IReadOnlyList<Load> loads)
    {
        var largest = new Sample(loads.Select(load => load.Largest / 1000));
        return new(
            $"{place.Name}, {cached} in the cache: first and largest contentful paint",
            Goal.AtMost(2.5, "s"),
            largest.Median,
            FormattableString.Invariant($"{new Sample(loads.Select(load => load.First / 1000)).Median:0.00} s, {largest.Median:0.00} s, at most {largest.Maximum:0.00} s"),
            $"median of {loads.Count} loads");
    }

    private static Row Answered(Place place, string cached, IReadOnlyList<double> clicks)
    {
        var sample = new Sample(clicks);
        return new(
            $"{place.Name}, {cached} in the cache: from the address to a click that is answered",
            Goal.AtMost(1, "s"),
            sample.Median,
            FormattableString.Invariant($"{sample.Median:0.00} s, at most {sample.Maximum:0.00} s"),
            $"median of {sample.Count} loads, each clicked in the moment in which its first row was there");
    }

    private static Row Shifted(Place place, IReadOnlyList<Load> loads)
    {
        var most = loads.Max(load => load.Shift);
        return new($"{place.Name}: layout shift (CLS)", Goal.AtMost(0.1, "in all"), most, FormattableString.Invariant($"at most {most:0.000}"), $"{loads.Count} loads");
    }
}
