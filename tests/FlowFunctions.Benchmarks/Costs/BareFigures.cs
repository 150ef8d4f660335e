using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>What the bare application takes for its diamonds.</summary>
/// <param name="ReadyAfter">From the start of the process to the first healthy answer.</param>
/// <param name="First">Seconds, from the request for the first one to its end.</param>
/// <param name="Warm">The same, the median of those that follow.</param>
/// <param name="Bursts">Of many at once, by how many.</param>
/// <param name="RecordedBursts">The same, of diamonds that make as many requests of tables as a run of the application's.</param>
internal sealed record BareFigures(TimeSpan ReadyAfter, double First, double Warm, IReadOnlyDictionary<int, Burst> Bursts, IReadOnlyDictionary<int, Burst> RecordedBursts)
{
    public static async Task<BareFigures> TakeAsync(CostRig rig, CostTables tables, IReadOnlyList<int> atOnce, CancellationToken cancellationToken)
    {
        await using var installation = await rig.BareAsync(cancellationToken);
        var diamonds = new BareDiamonds(installation, areRecorded: false);
        var recorded = new BareDiamonds(installation, areRecorded: true);
        var latency = await Latency.TakeAsync(async () => await diamonds.EndedAsync(await diamonds.StartAsync(cancellationToken), cancellationToken));
        tables.Add(new RunCost("diamond of the bare application, warm, asked once whether it is over", 0, await diamonds.CountAsync(cancellationToken)));
        var bursts = new Dictionary<int, Burst>();
        var recordedBursts = new Dictionary<int, Burst>();
        foreach (var count in atOnce)
        {
            bursts[count] = await Burst.TakeAsync(installation, count, () => diamonds.RunAsync(count, cancellationToken));
            recordedBursts[count] = await Burst.TakeAsync(installation, count, () => recorded.RunAsync(count, cancellationToken));
        }

        return new(installation.ReadyAfter, latency.First, latency.Warm, bursts, recordedBursts);
    }
}
