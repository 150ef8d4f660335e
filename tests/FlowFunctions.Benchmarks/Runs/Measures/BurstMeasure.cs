using System.Globalization;

namespace FlowFunctions.Benchmarks.Runs.Measures;

/// <summary>How many runs a second get through when many are asked for at once.</summary>
internal sealed class BurstMeasure : IMeasure
{
    private const int Flows = 50;

    public string Name => "burst";

    public int UsualRepetitions => 3;

    public async Task<IReadOnlyList<Row>> TakeAsync(TestRig rig, int repetitions, CancellationToken cancellationToken)
    {
        await rig.StartReadyHostAsync(cancellationToken);
        var flows = await rig.Flows.CreateDiamondsAsync(Flows, cancellationToken);
        var rates = new List<double>();
        while (rates.Count < repetitions)
        {
            rates.Add(Flows / (await rig.Flows.RunAllAsync(flows, cancellationToken)).TotalSeconds);
        }

        var rate = new Sample(rates).Median;
        var each = string.Join(", ", rates.Select(value => value.ToString("0.0", CultureInfo.InvariantCulture)));
        return
        [
            new(
                $"{Flows} such flows run at once",
                Goal.AtLeast(9, "runs/s"),
                rate,
                string.Create(CultureInfo.InvariantCulture, $"{rate:0.0} runs/s (in turn {each})"),
                $"{rates.Count} rounds after start, median"),
        ];
    }
}
