using System.Collections.Concurrent;
using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>A run that is watched, by one and by many.</summary>
internal sealed class WatchedPart : ICostPart
{
    private const int Steps = 5;
    private const int ManyViewers = 20;

    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);

    public string Name => "watched";

    public async Task TakeAsync(CostRig rig, CostTables tables, CancellationToken cancellationToken)
    {
        var ours = await rig.OursAsync(cancellationToken);
        var chain = await ours.Flows.CreateChainAsync(Steps, Step, cancellationToken);

        // A first run asks more of storage than those that follow.
        await WatchAsync(ours, chain, 1, cancellationToken);
        var (alone, _) = await WatchAsync(ours, chain, 1, cancellationToken);
        var (crowded, looks) = await WatchAsync(ours, chain, ManyViewers, cancellationToken);
        tables.Add(new RunCost($"chain of {Steps} steps of {Step.TotalSeconds:0} s, one viewer who asks once a second", 0, alone));
        tables.Add(new RunCost($"the same, {ManyViewers} viewers", 0, crowded));
        var (one, many) = (WorkOf(alone), WorkOf(crowded));
        tables.Compare($"requests of a watched run, {ManyViewers} viewers against one", Goal.AtMost(1.2, "times"), many / one, $"{many:0} against {one:0}, the provider's work among them");
        tables.Tell($"GET of the live run, {ManyViewers} viewers once a second each", $"{looks.Count} looks", $"{1000 * looks.Median:0} ms, nine of ten within {1000 * looks.Quantile(0.9):0} ms");
    }

    private static async Task<(Traffic Traffic, Sample Looks)> WatchAsync(Installation ours, string flow, int viewers, CancellationToken cancellationToken)
    {
        var looks = new ConcurrentBag<double>();
        var (traffic, _, _) = await ours.CountAsync(
            async () =>
            {
                var run = await ours.Flows.StartRunAsync(flow, cancellationToken);
                await Task.WhenAll(Enumerable.Range(0, viewers).Select(_ => ours.Flows.RunEndedAsync(flow, run, LooksEvery, cancellationToken, took => looks.Add(took.TotalSeconds))));
            },
            calls: Steps,
            share: 1,
            cancellationToken);
        return (traffic, new(looks));
    }

    private static double WorkOf(Traffic traffic) => traffic.WorkOf(RequestOwner.Application) + traffic.WorkOf(RequestOwner.Provider);
}
