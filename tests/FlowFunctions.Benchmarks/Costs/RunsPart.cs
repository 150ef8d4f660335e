using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>Diamonds of the application beside those of the bare one: one after another, and many at once.</summary>
internal sealed class RunsPart : ICostPart
{
    private const int Repeated = 10;

    private static readonly IReadOnlyList<int> AtOnce = [50, 200];

    public string Name => "runs";

    public async Task TakeAsync(CostRig rig, CostTables tables, CancellationToken cancellationToken)
    {
        var bare = await BareFigures.TakeAsync(rig, tables, AtOnce, cancellationToken);
        var ours = await rig.OursAsync(cancellationToken);
        tables.Compare("start of the process to health 200, Azurite up and empty, against the bare application", null, ours.ReadyAfter / bare.ReadyAfter, $"{ours.ReadyAfter.TotalSeconds:0.0} s against {bare.ReadyAfter.TotalSeconds:0.0} s");

        var diamond = await ours.Flows.CreateDiamondAsync(cancellationToken);
        var latency = await Latency.TakeAsync(() => ours.Flows.RunAsync(diamond, cancellationToken));
        tables.Compare("first diamond, POST run to ended, against the bare application", null, latency.First / bare.First, $"{latency.First:0.00} s against {bare.First:0.00} s");
        tables.Compare("warm diamond, POST run to ended, against the bare application", Goal.AtMost(1.25, "times"), latency.Warm / bare.Warm, $"{latency.Warm:0.00} s against {bare.Warm:0.00} s, medians");

        for (var run = 1; run <= Repeated; run++)
        {
            var (one, _, _) = await ours.CountAsync(() => ours.Flows.StartRunAsync(diamond, cancellationToken), calls: 4, share: 1, cancellationToken);
            if (run == Repeated)
            {
                tables.Add(new RunCost("diamond, warm", 4, one));
            }
        }

        var flows = await ours.Flows.CreateDiamondsAsync(AtOnce.Max(), cancellationToken);
        foreach (var count in AtOnce)
        {
            await BurstAsync(ours, [.. flows.Take(count)], bare.Bursts[count], bare.RecordedBursts[count], tables, cancellationToken);
        }
    }

    private static async Task BurstAsync(Installation ours, IReadOnlyList<string> flows, Burst bare, Burst recorded, CostTables tables, CancellationToken cancellationToken)
    {
        Traffic? traffic = null;
        var burst = await Burst.TakeAsync(ours, flows.Count, async () =>
        {
            (traffic, var duration, _) = await ours.CountAsync(
                () => Task.WhenAll(flows.Select(flow => ours.Flows.StartRunAsync(flow, cancellationToken))), calls: 4 * flows.Count, share: flows.Count, cancellationToken);
            return duration;
        });
        tables.Add(new RunCost($"of {flows.Count} diamonds at once", 4, traffic!));
        tables.Compare(
            $"{flows.Count} diamonds at once, runs a second, against the bare application",
            Goal.AtLeast(0.8, "times"),
            burst.Rate / bare.Rate,
            $"{burst.Rate:0.0} against {bare.Rate:0.0} runs/s, medians of {Burst.Rounds}");
        tables.Compare(
            $"{flows.Count} of the bare application that make as many requests of tables and record their end, against it as it is",
            null,
            recorded.Rate / bare.Rate,
            $"{recorded.Rate:0.0} against {bare.Rate:0.0} runs/s, {recorded.Processor:0} ms against {bare.Processor:0} ms of processor time; the application's are {burst.Rate / recorded.Rate:0.00} times these");
        tables.Compare($"processor time of one of these, all processes, against the bare application", null, burst.Processor / bare.Processor, $"{burst.Processor:0} ms against {bare.Processor:0} ms");
        tables.Tell("by process", $"{flows.Count * Burst.Rounds} runs", burst.Use);
        tables.Tell("by process, of the bare application", $"{bare.Count * Burst.Rounds} runs", bare.Use);
    }
}
