using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>Many runs that are asked for at once, in rounds.</summary>
/// <param name="Rate">Runs a second, the median of the rounds.</param>
/// <param name="Processor">Of all processes, in milliseconds a run, over all rounds.</param>
/// <param name="Use">The same by process, and their memory then.</param>
/// <param name="Count">At once.</param>
internal sealed record Burst(double Rate, double Processor, FormattableString Use, int Count)
{
    public const int Rounds = 3;

    /// <param name="installation">They run on.</param>
    /// <param name="count">How many at once.</param>
    /// <param name="run">Runs them.</param>
    public static async Task<Burst> TakeAsync(Installation installation, int count, Func<Task<TimeSpan>> run)
    {
        var rates = new List<double>();
        var before = installation.Use();
        while (rates.Count < Rounds)
        {
            rates.Add(count / (await run()).TotalSeconds);
        }

        var after = installation.Use();
        return new(new Sample(rates).Median, (after.Milliseconds - before.Milliseconds) / (count * Rounds), after.Since(before, count * Rounds), count);
    }
}
