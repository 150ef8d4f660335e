using System.Globalization;

namespace FlowFunctions.Benchmarks.Runs.Measures;

/// <summary>How long one run takes that has nothing to wait for: the first after a start, with nothing called before but health, and those that follow.</summary>
internal sealed class DiamondMeasure : IMeasure
{
    // Each half: the first still compiles much of what it runs.
    private const int Half = 20;

    public string Name => "diamond";

    public int UsualRepetitions => 5;

    public async Task<IReadOnlyList<Row>> TakeAsync(TestRig rig, int repetitions, CancellationToken cancellationToken)
    {
        var host = await rig.StartReadyHostAsync(cancellationToken);
        var flow = await rig.Flows.CreateDiamondAsync(cancellationToken);
        await rig.Flows.RunAsync(flow, cancellationToken);
        var first = new List<double>();
        while (first.Count < repetitions)
        {
            await host.StopAsync(cancellationToken);
            host = await rig.StartReadyHostAsync(cancellationToken);
            first.Add((await rig.Flows.RunAsync(flow, cancellationToken)).TotalSeconds);
        }

        var cold = await RunAsync(rig, flow, cancellationToken);
        var warm = await RunAsync(rig, flow, cancellationToken);
        return [FirstRow(new(first)), FollowingRow(cold, warm)];
    }

    private static async Task<Sample> RunAsync(TestRig rig, string flow, CancellationToken cancellationToken)
    {
        var runs = new List<double>();
        while (runs.Count < Half)
        {
            runs.Add((await rig.Flows.RunAsync(flow, cancellationToken)).TotalSeconds);
        }

        return new(runs);
    }

    private static Row FirstRow(Sample first) => new(
        "a diamond of four endpoint steps, POST run to ended: first after start",
        Goal.AtMost(0.8, "s"),
        first.Median,
        string.Create(CultureInfo.InvariantCulture, $"{first.Median:0.00} s, at most {first.Maximum:0.00} s"),
        $"{first.Count} starts, median");

    private static Row FollowingRow(Sample cold, Sample warm) => new(
        "the same, one after another",
        Goal.AtMost(0.22, "s"),
        warm.Median,
        string.Create(CultureInfo.InvariantCulture, $"{warm.Median:0.000} s, p90 {warm.Quantile(0.9):0.000} s; the {Half} before them {cold.Median:0.000} s, p90 {cold.Quantile(0.9):0.000} s"),
        $"runs {Half + 2} to {(2 * Half) + 1} after start, median");
}
