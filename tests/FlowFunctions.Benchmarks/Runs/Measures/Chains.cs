namespace FlowFunctions.Benchmarks.Runs.Measures;

/// <summary>Runs of chains of slow steps, which are caught in the middle of a step.</summary>
internal static class Chains
{
    public const int Count = 4;

    private const int Length = 4;
    private const int CaughtIn = 2;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan CallsWithin = TimeSpan.FromMinutes(3);

    public static async Task<IReadOnlyList<string>> CreateAsync(FlowsApi flows, CancellationToken cancellationToken)
    {
        var chains = new List<string>();
        while (chains.Count < Count)
        {
            chains.Add(await flows.CreateChainAsync(Length, Step, cancellationToken));
        }

        return chains;
    }

    /// <summary>Starts a run of each and returns in the middle of their second steps.</summary>
    /// <returns>The runs' ids.</returns>
    public static async Task<IReadOnlyList<string>> StartAsync(TestRig rig, IReadOnlyList<string> chains, CancellationToken cancellationToken)
    {
        var runs = await Task.WhenAll(chains.Select(chain => rig.Flows.StartRunAsync(chain, cancellationToken)));
        await UntilAsync(() => runs.All(run => Calls(rig, run).Count() >= CaughtIn), "The second step of each chain", cancellationToken);
        await Task.Delay(Step / 2, cancellationToken);
        return runs;
    }

    /// <summary>Waits for each run's next call.</summary>
    /// <param name="rig">Whose endpoint they call.</param>
    /// <param name="runs">The runs' ids.</param>
    /// <param name="since">A time stamp: calls before it do not count.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>For each run the seconds from <paramref name="since"/>.</returns>
    public static async Task<IReadOnlyList<double>> NextCallsAsync(TestRig rig, IReadOnlyList<string> runs, long since, CancellationToken cancellationToken)
    {
        await UntilAsync(() => runs.All(run => First(run) is not null), "The next step of each chain", cancellationToken);
        return [.. runs.Select(run => TimeProvider.System.GetElapsedTime(since, First(run)!.ReceivedAt).TotalSeconds)];

        EndpointCall? First(string run) => Calls(rig, run).FirstOrDefault(call => call.ReceivedAt >= since);
    }

    public static async Task EndedAsync(TestRig rig, IReadOnlyList<string> chains, IReadOnlyList<string> runs, CancellationToken cancellationToken)
    {
        foreach (var (chain, run) in chains.Zip(runs))
        {
            await rig.Flows.RunEndedAsync(chain, run, cancellationToken);
        }
    }

    /// <summary>What broke the promise that a repeated call has the same operation id, and that what has answered is not called again; null where nothing did.</summary>
    public static string? FaultOf(TestRig rig)
    {
        var steps = rig.Endpoint.Calls.GroupBy(call => (call.RunId, call.Step)).ToList();
        var otherwise = steps.Count(step => step.Select(call => call.OperationId).Distinct(StringComparer.Ordinal).Count() > 1);
        var again = steps.Count(step => step.Any(call => step.Any(later => later.ReceivedAt > call.AnsweredAt)));
        return (otherwise, again) switch
        {
            (0, 0) => null,
            (0, _) => $"{again} steps called again that had answered",
            (_, 0) => $"{otherwise} steps called again with another operation id",
            _ => $"{again} steps called again that had answered, {otherwise} with another operation id",
        };
    }

    private static IEnumerable<EndpointCall> Calls(TestRig rig, string run) => rig.Endpoint.Calls.Where(call => call.RunId == run);

    private static async Task UntilAsync(Func<bool> condition, string what, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(since) > CallsWithin)
            {
                throw new MeasureException($"{what} was not called within {CallsWithin.TotalMinutes:0} minutes.");
            }

            await Task.Delay(LookAgainAfter, cancellationToken);
        }
    }
}
