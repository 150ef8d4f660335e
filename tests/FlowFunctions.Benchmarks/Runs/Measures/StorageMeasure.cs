using System.Globalization;

namespace FlowFunctions.Benchmarks.Runs.Measures;

/// <summary>The storage requests that a start, a run and idleness cost: in time on an emulator, in money on Azure.</summary>
internal sealed class StorageMeasure : IMeasure
{
    private const int Runs = 10;
    private const int KindsShown = 20;

    // A run is long over by then, so that one look at its record is enough; looks cost requests too.
    private static readonly TimeSpan EachRun = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    public string Name => "storage";

    public int UsualRepetitions => 1;

    public async Task<IReadOnlyList<Row>> TakeAsync(TestRig rig, int repetitions, CancellationToken cancellationToken)
    {
        var earlier = await rig.StartReadyHostAsync(cancellationToken);
        var flow = await rig.Flows.CreateDiamondAsync(cancellationToken);
        await rig.Flows.RunAsync(flow, cancellationToken);
        await earlier.StopAsync(cancellationToken);

        await using var proxy = await StorageProxy.StartAsync(rig.Storage, cancellationToken);
        await rig.StartHost(proxy.Endpoints).ReadyAsync(cancellationToken);
        var start = proxy.TakeCounts();
        await rig.Flows.RunAsync(flow, cancellationToken);
        await Task.Delay(Settles, cancellationToken);
        proxy.TakeCounts();
        await Task.Delay(Idle, cancellationToken);
        var idle = proxy.TakeCounts();
        var runs = Runs * repetitions;
        for (var run = 0; run < runs; run++)
        {
            var id = await rig.Flows.StartRunAsync(flow, cancellationToken);
            await Task.Delay(EachRun, cancellationToken);
            await rig.Flows.RunEndedAsync(flow, id, cancellationToken);
        }

        var busy = proxy.TakeCounts();
        return
        [
            Row("storage requests until ready", start, 1, "", "1 start"),
            Row("storage requests of a run, idle ones among them", busy, runs, "", $"{runs} runs in {(EachRun * runs).TotalSeconds:0} s, mean"),
            Row("storage requests a second, idle", idle, Idle.TotalSeconds, "/s", $"over {Idle.TotalSeconds:0} s"),
        ];
    }

    private static Row Row(string measure, IReadOnlyDictionary<StorageRequest, int> counts, double share, string unit, string sample)
    {
        var kinds = counts.OrderByDescending(kind => kind.Value).Take(KindsShown)
            .Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Value / share:0.#} {kind.Key}"));
        var total = counts.Values.Sum() / share;
        return new(measure, null, total, string.Create(CultureInfo.InvariantCulture, $"{total:0.#}{unit}: {string.Join(", ", kinds)}"), sample);
    }
}
