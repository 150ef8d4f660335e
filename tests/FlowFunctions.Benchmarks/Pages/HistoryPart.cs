using System.Text.Json;
using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Pages;

/// <summary>The first page of a long history, as the browser asks for it.</summary>
/// <param name="loads">How often it is opened.</param>
/// <param name="runs">In the history.</param>
internal sealed class HistoryPart(int loads, int runs) : IPagePart
{
    private const string Table = "table[aria-label^='Runs of the flow']";

    private const string Asked = "() => { const { startTime, responseEnd, decodedBodySize, encodedBodySize } = performance.getEntriesByType('resource').find(({ name }) => name.includes('/runs?'));"
        + " return JSON.stringify([responseEnd - startTime, decodedBodySize, encodedBodySize]); }";

    public string Name => "history";

    public async Task<IReadOnlyList<Row>> TakeAsync(PageRig rig, CancellationToken cancellationToken)
    {
        var flow = await rig.Flows.CreateChainAsync(2, TimeSpan.Zero, cancellationToken);
        await LongHistory.CreateAsync(rig.Storage, flow, runs, cancellationToken);

        // Its answer, as that of the list of flows: the runs are not seen any more.
        var first = new Place("first page of the runs", $"/flows/{flow}/runs", $"{Table} tbody a", $"main:not(:has({Table}:not([style*='display: none'], [style*='display: none'] *)))");
        var (shown, answered) = (new List<double>(), new List<double[]>());
        while (shown.Count < loads)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using var visitor = await rig.ComeAsync();
            var page = await visitor.NewPageAsync();
            await Probe.ClickAtOnceAsync(page, first);
            await page.GotoAsync(first.Path);
            shown.Add(await Probe.AnsweredAsync(page));
            answered.Add(JsonSerializer.Deserialize<double[]>(await page.EvaluateAsync<string>(Asked))!);
        }

        var (times, sizes) = (new Sample(answered.Select(one => one[0] / 1000)), new Sample(answered.Select(one => one[1] / 1e3)));
        var clicks = new Sample(shown);
        return
        [
            new(FormattableString.Invariant($"first page of {runs:N0} runs, from the browser's request to its last byte"), Goal.AtMost(1, "s"), times.Median, FormattableString.Invariant($"{times.Median:0.00} s, at most {times.Maximum:0.00} s"), $"median of {loads} loads"),
            new("its size", Goal.AtMost(100, "kB"), sizes.Maximum, FormattableString.Invariant($"{sizes.Maximum:0} kB, compressed {answered.Max(one => one[2]) / 1e3:0} kB"), "100 runs"),
            new("from its address, nothing in the cache, to a click that is answered", Goal.AtMost(1, "s"), clicks.Median, FormattableString.Invariant($"{clicks.Median:0.00} s, at most {clicks.Maximum:0.00} s"), $"median of {loads} loads"),
        ];
    }
}
