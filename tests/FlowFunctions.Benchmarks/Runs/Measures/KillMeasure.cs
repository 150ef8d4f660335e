using System.Globalization;

namespace FlowFunctions.Benchmarks.Runs.Measures;

/// <summary>How soon runs go on after the only host was killed and started again: what it held must first become visible in its queues.</summary>
internal sealed class KillMeasure : IMeasure
{
    public string Name => "kill";

    public int UsualRepetitions => 2;

    public async Task<IReadOnlyList<Row>> TakeAsync(TestRig rig, int repetitions, CancellationToken cancellationToken)
    {
        var host = await rig.StartReadyHostAsync(cancellationToken);
        var chains = await Chains.CreateAsync(rig.Flows, cancellationToken);
        var next = new List<double>();
        for (var kills = 0; kills < repetitions; kills++)
        {
            var runs = await Chains.StartAsync(rig, chains, cancellationToken);
            var killed = TimeProvider.System.GetTimestamp();
            await host.KillAsync(cancellationToken);
            host = await rig.StartReadyHostAsync(cancellationToken);
            next.AddRange(await Chains.NextCallsAsync(rig, runs, killed, cancellationToken));
            await Chains.EndedAsync(rig, chains, runs, cancellationToken);
        }

        var sample = new Sample(next);
        return
        [
            new(
                "next step after kill -9 of the only host: from the kill to its call",
                Goal.AtMost(60, "s"),
                sample.Median,
                string.Create(CultureInfo.InvariantCulture, $"{sample.Median:0.0} s, at most {sample.Maximum:0.0} s"),
                $"{sample.Count} chains, {repetitions} kills, visibility time-outs of a minute, median",
                Chains.FaultOf(rig)),
        ];
    }
}
