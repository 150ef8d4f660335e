using System.Globalization;

namespace FlowFunctions.Benchmarks.Runs.Measures;

/// <summary>How soon a started host answers, with Azurite up and everything in its storage there already.</summary>
internal sealed class ReadyMeasure : IMeasure
{
    public string Name => "ready";

    public int UsualRepetitions => 7;

    public async Task<IReadOnlyList<Row>> TakeAsync(TestRig rig, int repetitions, CancellationToken cancellationToken)
    {
        var onEmptyStorage = await StartAsync(rig, cancellationToken);
        var starts = new List<double>();
        while (starts.Count < repetitions)
        {
            starts.Add(await StartAsync(rig, cancellationToken));
        }

        var sample = new Sample(starts);
        var measured = string.Create(CultureInfo.InvariantCulture, $"{sample.Median:0.00} s, at most {sample.Maximum:0.00} s; on empty storage {onEmptyStorage:0.00} s");
        return [new("ready, Azurite up: process start to health 200", Goal.AtMost(2, "s"), sample.Median, measured, $"{sample.Count} starts, median")];
    }

    private static async Task<double> StartAsync(TestRig rig, CancellationToken cancellationToken)
    {
        var host = rig.StartHost();
        var ready = await host.ReadyAsync(cancellationToken);
        await host.StopAsync(cancellationToken);
        return ready.TotalSeconds;
    }
}
