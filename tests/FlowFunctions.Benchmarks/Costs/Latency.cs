using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>How long something takes, in seconds.</summary>
/// <param name="First">Once a process has started.</param>
/// <param name="Warm">The median of the second half of as many as make a process warm.</param>
internal sealed record Latency(double First, double Warm)
{
    private const int AtLeast = 20;

    private static readonly TimeSpan Warmth = TimeSpan.FromSeconds(20);

    public static async Task<Latency> TakeAsync(Func<Task> run)
    {
        var seconds = new List<double>();
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < Warmth || seconds.Count < AtLeast)
        {
            var since = TimeProvider.System.GetTimestamp();
            await run();
            seconds.Add(TimeProvider.System.GetElapsedTime(since).TotalSeconds);
        }

        return new(seconds[0], new Sample(seconds.Skip(seconds.Count / 2)).Median);
    }
}
