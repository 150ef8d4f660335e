using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>The memory of many runs that wait, each for a step whose target has not come to its end.</summary>
/// <param name="runs">How many.</param>
internal sealed class WaitingPart(int runs) : ICostPart
{
    public const int UsualRuns = 10_000;

    private const int StartedAtOnce = 8;
    private const int Warming = 50;

    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(30);

    public string Name => "waiting";

    public async Task TakeAsync(CostRig rig, CostTables tables, CancellationToken cancellationToken)
    {
        // Their wait is durable at once.
        await using var ours = await rig.OfItsOwnAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Flows__InlineWait"] = "00:00:00" }, cancellationToken);
        var integration = await ours.Flows.CreateEndlessIntegrationAsync(cancellationToken);
        var flows = await FlowList.CreateOfOneStepAsync(ours.Storage, runs, integration, cancellationToken);

        // What runs have made of it before is not of those that wait.
        await ours.Flows.RunAllAsync(await ours.Flows.CreateDiamondsAsync(Warming, cancellationToken), cancellationToken);
        await Task.Delay(Settles, cancellationToken);
        var idle = ours.Use();
        var options = new ParallelOptions { MaxDegreeOfParallelism = StartedAtOnce, CancellationToken = cancellationToken };
        await ours.CountAsync(
            () => Parallel.ForEachAsync(flows, options, async (flow, token) => await ours.Flows.StartRunAsync(flow, token)), calls: runs, share: 1, cancellationToken);
        await Task.Delay(Settles, cancellationToken);
        var waiting = ours.Use();
        tables.Add(new Row(
            FormattableString.Invariant($"memory of {runs} runs that wait, above idle"),
            Goal.AtMost(100, "MB"),
            waiting.Megabytes - idle.Megabytes,
            FormattableString.Invariant($"{waiting.Megabytes - idle.Megabytes:0} MB: host {idle.Host.Megabytes:0} to {waiting.Host.Megabytes:0} MB, application {idle.Application.Megabytes:0} to {waiting.Application.Megabytes:0} MB"),
            $"after {Settles.TotalSeconds:0} s"));
    }
}
