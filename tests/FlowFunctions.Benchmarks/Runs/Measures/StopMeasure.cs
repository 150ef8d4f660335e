using System.Globalization;

namespace FlowFunctions.Benchmarks.Runs.Measures;

/// <summary>What a restart costs, as a deployment brings it about: how long the stop takes with steps in flight, and how soon the next host goes on.</summary>
internal sealed class StopMeasure : IMeasure
{
    public string Name => "stop";

    public int UsualRepetitions => 3;

    public async Task<IReadOnlyList<Row>> TakeAsync(TestRig rig, int repetitions, CancellationToken cancellationToken)
    {
        var host = await rig.StartReadyHostAsync(cancellationToken);
        var chains = await Chains.CreateAsync(rig.Flows, cancellationToken);
        var stops = new List<double>();
        var next = new List<double>();
        while (stops.Count < repetitions)
        {
            var runs = await Chains.StartAsync(rig, chains, cancellationToken);
            stops.Add((await host.StopAsync(cancellationToken)).TotalSeconds);
            var stopped = TimeProvider.System.GetTimestamp();
            host = await rig.StartReadyHostAsync(cancellationToken);
            var untilReady = TimeProvider.System.GetElapsedTime(stopped).TotalSeconds;
            // A host goes on with runs a little before it answers calls.
            next.AddRange((await Chains.NextCallsAsync(rig, runs, stopped, cancellationToken)).Select(call => Math.Max(0, call - untilReady)));
            await Chains.EndedAsync(rig, chains, runs, cancellationToken);
        }

        return [StopRow(new(stops)), NextRow(new(next), Chains.FaultOf(rig))];
    }

    private static Row StopRow(Sample stops) => new(
        "a proper stop with steps in flight: SIGTERM to the end of the process",
        Goal.AtMost(5, "s"),
        stops.Maximum,
        string.Create(CultureInfo.InvariantCulture, $"{stops.Median:0.0} s, at most {stops.Maximum:0.0} s"),
        $"{stops.Count} stops in mid-run");

    private static Row NextRow(Sample next, string? fault) => new(
        "next step after a proper stop in mid-run and a start: from ready to its call",
        Goal.AtMost(3, "s"),
        next.Median,
        string.Create(CultureInfo.InvariantCulture, $"{next.Median:0.0} s, at most {next.Maximum:0.0} s"),
        $"{next.Count} chains of steps of 2 s, median",
        fault);
}
