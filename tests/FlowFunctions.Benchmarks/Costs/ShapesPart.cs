using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>Runs of other shapes: wide ones and long ones.</summary>
internal sealed class ShapesPart : ICostPart
{
    private const int Chains = 10;

    public string Name => "shapes";

    public async Task TakeAsync(CostRig rig, CostTables tables, CancellationToken cancellationToken)
    {
        var ours = await rig.OursAsync(cancellationToken);
        foreach (var width in new[] { 20, 100 })
        {
            var took = await CountRunAsync(ours, $"fan-out of {width}", width, await ours.Flows.CreateFanOutAsync(width, cancellationToken), tables, cancellationToken);
            tables.Tell($"fan-out of {width}, POST run to its last write", "the second run", $"{took.TotalSeconds:0.00} s");
        }

        var tens = new List<string>();
        while (tens.Count < Chains)
        {
            tens.Add(await ours.Flows.CreateChainAsync(10, TimeSpan.Zero, cancellationToken));
        }

        await CountRunAsync(ours, "chain of 10", 10, tens[0], tables, cancellationToken);
        var hundred = await ours.Flows.CreateChainAsync(100, TimeSpan.Zero, cancellationToken);
        await CountRunAsync(ours, "chain of 100", 100, hundred, tables, cancellationToken);

        // In turn, so that what the machine does besides is done to both.
        var (longTime, longUse, shortTime, shortUse) = (TimeSpan.Zero, 0.0, TimeSpan.Zero, 0.0);
        for (var round = 0; round < Burst.Rounds; round++)
        {
            var (_, time, use) = await RunAsync(ours, hundred, 100, cancellationToken);
            longTime += time;
            longUse += use;
            foreach (var ten in tens)
            {
                (_, time, use) = await RunAsync(ours, ten, 10, cancellationToken);
                shortTime += time;
                shortUse += use;
            }
        }

        tables.Compare(
            "chain of 100 against ten chains of 10, one after another",
            Goal.AtMost(1.1, "times"),
            longTime / shortTime,
            $"{longTime.TotalSeconds / Burst.Rounds:0.0} s against {shortTime.TotalSeconds / Burst.Rounds:0.0} s, means of {Burst.Rounds}");
        tables.Compare("processor time of the same, all processes", null, longUse / shortUse, $"{longUse / Burst.Rounds / 1000:0.0} s against {shortUse / Burst.Rounds / 1000:0.0} s");
    }

    private static Task<(Traffic Traffic, TimeSpan Duration, double Processor)> RunAsync(Installation ours, string flow, int steps, CancellationToken cancellationToken) =>
        ours.CountAsync(() => ours.Flows.StartRunAsync(flow, cancellationToken), calls: steps, share: 1, cancellationToken);

    /// <returns>From its request to its last write.</returns>
    private static async Task<TimeSpan> CountRunAsync(Installation ours, string what, int steps, string flow, CostTables tables, CancellationToken cancellationToken)
    {
        await RunAsync(ours, flow, steps, cancellationToken);
        var (traffic, duration, _) = await RunAsync(ours, flow, steps, cancellationToken);
        tables.Add(new RunCost($"{what}, the second run", steps, traffic));
        return duration;
    }
}
