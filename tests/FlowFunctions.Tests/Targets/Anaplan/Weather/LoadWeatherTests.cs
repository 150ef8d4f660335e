using System.Collections.Concurrent;
using FlowFunctions.Core.Runs;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Fuzzing;
using FlowFunctions.Tests.Targets.Anaplan.Steps;

namespace FlowFunctions.Tests.Targets.Anaplan.Weather;

/// <summary>
/// Loads in random weather. <c>FLOWS_LOADS</c> (24) says how many, <c>FLOWS_FUZZ_SEED</c> (1) which; a load that failed is made again by its seed and <c>FLOWS_LOADS=1</c>.
/// </summary>
[Needs(Need.Azurite)]
[TakesLong]
public sealed class LoadWeatherTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    /// <summary>Loads that go on at once, each with a service of its own: they mostly wait.</summary>
    private const int AtOnce = 8;

    /// <summary>A minute takes less than a second, and a request that takes as long as those do is not yet late.</summary>
    private const int Faster = 75;

    [Fact]
    public async Task Load_is_done_once_or_says_what_may_have_happened_whatever_goes_wrong()
    {
        var count = FuzzSettings.Loads;
        var first = FuzzSettings.Seed;
        var seeds = new ConcurrentQueue<int>(Enumerable.Range(first, count));
        var lies = new ConcurrentQueue<string>();
        var ends = new ConcurrentQueue<string>();

        await Task.WhenAll(Enumerable.Range(0, Math.Min(AtOnce, count)).Select(async _ =>
        {
            var time = new FastTime(Faster);
            await using var scope = await ModelScope.StartAsync(azurite.ConnectionString, new() { RequestsPerMinute = 100_000 }, time);
            await scope.PutFileAsync("products.csv", "Code,Name,Category,Launched\nP1,Apple,Fruit,\n");
            await scope.PutFileAsync("currencies.csv", "Code,Name\nEUR,Euro\n");
            while (seeds.TryDequeue(out var seed))
            {
                var weather = new LoadWeather(seed);
                var trial = new LoadTrial(scope, weather, time);
                foreach (var lie in await trial.RunAsync("products.csv", "currencies.csv"))
                {
                    lies.Enqueue($"{lie}\n{weather}");
                }

                ends.Enqueue(WordFor(trial.Outcome!));
            }
        }));

        var counts = ends.GroupBy(end => end).OrderBy(same => same.Key).Select(same => $"{same.Count()} {same.Key}");
        output.WriteLine($"Seeds {first} to {first + count - 1}: {string.Join(", ", counts)}, {lies.Count} lies");
        Assert.True(lies.IsEmpty, $"{lies.Count} lies\n{string.Join("\n\n", lies.Take(5))}");
    }

    private static string WordFor(StepOutcome outcome) => outcome switch
    {
        { Kind: not StepOutcomeKind.Failure } => "success",
        { IsUnknown: true } => "unknown",
        { ErrorCode: RunErrorCodes.Cancelled } => "cancelled",
        _ => "failure",
    };
}
