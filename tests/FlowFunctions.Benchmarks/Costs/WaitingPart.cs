using System.Collections.Concurrent;
using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>The memory of many runs that wait, each for a step whose target has not come to its end.</summary>
/// <param name="runs">How many.</param>
internal sealed class WaitingPart(int runs) : ICostPart
{
    /// <summary>Five minutes. What the emulator takes grows with their square: 10,000 take an hour and a half, and eleven minutes where it finds by its indexes (azurite-by-index.cjs).</summary>
    public const int UsualRuns = 2_000;

    private const int StartedAtOnce = 8;
    private const int Warming = 50;

    /// <summary>Their wait is durable at once. The watchdog's closer look at each, three reads of an emulator that goes through all its rows for an answer, is put off by an hour.</summary>
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal) { ["Flows__InlineWait"] = "00:00:00", ["Flows__WakeAfter"] = "01:00:00" };

    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>Without another run whose target was called.</summary>
    private static readonly TimeSpan StandsStillAfter = TimeSpan.FromMinutes(10);

    public string Name => "waiting";

    public async Task TakeAsync(CostRig rig, CostTables tables, CancellationToken cancellationToken)
    {
        await using var ours = await rig.OfItsOwnAsync(Settings, cancellationToken);
        var integration = await ours.Flows.CreateEndlessIntegrationAsync(cancellationToken);
        var flows = await FlowList.CreateOfOneStepAsync(ours.Storage, runs, integration, cancellationToken);

        // What runs have made of it before is not of those that wait.
        await ours.Flows.RunAllAsync(await ours.Flows.CreateDiamondsAsync(Warming, cancellationToken), cancellationToken);
        await Task.Delay(Settles, cancellationToken);
        var idle = ours.Use();

        var started = new ConcurrentBag<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = StartedAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(flows, options, async (flow, token) => started.Add(await ours.Flows.StartRunAsync(flow, token)));
        await AwaitCallsAsync(ours.Endpoint, started, cancellationToken);
        await Task.Delay(Settles, cancellationToken);
        var waiting = ours.Use();
        if (await FlowList.CountActiveAsync(ours.Storage, cancellationToken) is var held && held != runs)
        {
            throw new MeasureException($"{held} of {runs} runs wait.");
        }

        tables.Add(new Row(
            FormattableString.Invariant($"memory of {runs} runs that wait, above idle"),
            Goal.AtMost(100, "MB"),
            waiting.Megabytes - idle.Megabytes,
            FormattableString.Invariant($"{waiting.Megabytes - idle.Megabytes:0} MB: host {idle.Host.Megabytes:0} to {waiting.Host.Megabytes:0} MB, application {idle.Application.Megabytes:0} to {waiting.Application.Megabytes:0} MB"),
            $"after {Settles.TotalSeconds:0} s"));
    }

    /// <summary>Returns when the target of each run was called: an activity of its may be called again, so that calls say nothing.</summary>
    private static async Task AwaitCallsAsync(ScriptedEndpoint endpoint, IReadOnlyCollection<string> runIds, CancellationToken cancellationToken)
    {
        var missing = runIds.ToHashSet(StringComparer.Ordinal);
        var (before, since) = (missing.Count, TimeProvider.System.GetTimestamp());
        while (true)
        {
            missing.ExceptWith(endpoint.Calls.Select(call => call.RunId));
            if (missing.Count == 0)
            {
                return;
            }

            if (missing.Count < before)
            {
                (before, since) = (missing.Count, TimeProvider.System.GetTimestamp());
            }

            if (TimeProvider.System.GetElapsedTime(since) > StandsStillAfter)
            {
                throw new MeasureException($"The targets of {missing.Count} of {runIds.Count} runs were not called, and of none in {StandsStillAfter.TotalMinutes:0} minutes.");
            }

            await Task.Delay(LookAgainAfter, cancellationToken);
        }
    }
}
