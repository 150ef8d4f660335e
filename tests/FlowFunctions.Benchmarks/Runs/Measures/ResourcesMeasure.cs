using System.Globalization;

namespace FlowFunctions.Benchmarks.Runs.Measures;

/// <summary>What runs take of the machine, and what a host takes that has nothing to do after them.</summary>
internal sealed class ResourcesMeasure : IMeasure
{
    private const int Runs = 200;
    private const int AtOnce = 50;

    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    public string Name => "resources";

    public int UsualRepetitions => 1;

    public async Task<IReadOnlyList<Row>> TakeAsync(TestRig rig, int repetitions, CancellationToken cancellationToken)
    {
        var readings = new List<Reading>();
        while (readings.Count < repetitions)
        {
            readings.Add(await ReadAsync(rig, cancellationToken));
        }

        return [.. Rows(readings)];
    }

    private static async Task<Reading> ReadAsync(TestRig rig, CancellationToken cancellationToken)
    {
        var host = await rig.StartReadyHostAsync(cancellationToken);
        var flows = await rig.Flows.CreateDiamondsAsync(AtOnce, cancellationToken);
        var (hostBefore, azuriteBefore) = (host.Use(), rig.AzuriteUse());
        for (var runs = 0; runs < Runs; runs += AtOnce)
        {
            await rig.Flows.RunAllAsync(flows, cancellationToken);
        }

        var (hostAfter, azuriteAfter) = (host.Use(), rig.AzuriteUse());
        await Task.Delay(Settles, cancellationToken);
        var (hostIdle, azuriteIdle) = (host.Use(), rig.AzuriteUse());
        await Task.Delay(Idle, cancellationToken);
        var (hostAtEnd, azuriteAtEnd) = (host.Use(), rig.AzuriteUse());
        await host.StopAsync(cancellationToken);
        return new(
            hostAtEnd.Megabytes,
            azuriteAtEnd.Megabytes,
            (hostAfter.Processor - hostBefore.Processor).TotalSeconds,
            (azuriteAfter.Processor - azuriteBefore.Processor).TotalSeconds,
            (hostAtEnd.Processor - hostIdle.Processor) / Idle * 100,
            (azuriteAtEnd.Processor - azuriteIdle.Processor) / Idle * 100);
    }

    private static IEnumerable<Row> Rows(IReadOnlyList<Reading> readings)
    {
        var sample = $"{readings.Count} times after start";
        var host = Median(reading => reading.HostMegabytes);
        yield return new(
            $"memory, idle after {Runs} runs",
            Goal.AtMost(300, "MB"),
            host,
            string.Create(CultureInfo.InvariantCulture, $"{host:0} MB; Azurite {Median(reading => reading.AzuriteMegabytes):0} MB"),
            sample);
        yield return new(
            $"processor time of the {Runs} runs, {AtOnce} at once",
            null,
            0,
            string.Create(CultureInfo.InvariantCulture, $"host {Median(reading => reading.HostSeconds):0.0} s, Azurite {Median(reading => reading.AzuriteSeconds):0.0} s"),
            sample);
        yield return new(
            "processor, idle",
            null,
            0,
            string.Create(CultureInfo.InvariantCulture, $"host {Median(reading => reading.HostIdle):0.0} % of a core, Azurite {Median(reading => reading.AzuriteIdle):0.0} %"),
            $"over {Idle.TotalSeconds:0} s");

        double Median(Func<Reading, double> part) => new Sample(readings.Select(part)).Median;
    }

    private sealed record Reading(double HostMegabytes, double AzuriteMegabytes, double HostSeconds, double AzuriteSeconds, double HostIdle, double AzuriteIdle);
}
