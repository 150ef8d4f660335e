using FlowFunctions.Benchmarks.Pages;
using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>
/// Pages of flows and of a flow's runs, before and after all the other flows have long histories. What a page asks of storage does not depend on the machine; how long the emulator takes for it
/// does, and on all the rows of a table: it looks at each of them, where Azure goes to the partition.
/// </summary>
/// <param name="runs">In the histories of all flows together.</param>
internal sealed class HistoryPart(int runs) : ICostPart
{
    public const int UsualRuns = 100_000;

    /// <summary>Each has as many runs.</summary>
    public const int Flows = 100;
    private const int AtOnce = 4;
    private const int Pages = 10;

    /// <summary>What was read for one page is too old for the next.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    public string Name => "history";

    public async Task TakeAsync(CostRig rig, CostTables tables, CancellationToken cancellationToken)
    {
        await using var ours = await rig.OfItsOwnAsync(settings: null, cancellationToken);
        var flows = await FlowList.CreateAsync(ours.Storage, 1, Flows, cancellationToken);
        var each = runs / Flows;
        await LongHistory.CreateAsync(ours.Storage, flows[0], each, cancellationToken);
        var (ofFlows, ofRuns) = await TakeAsync(ours, flows[0], tables, each, each, cancellationToken);

        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(flows.Skip(1), options, async (flow, token) => await LongHistory.CreateAsync(ours.Storage, flow, each, token));
        var (ofFlowsThen, ofRunsThen) = await TakeAsync(ours, flows[0], tables, each, each * Flows, cancellationToken);

        var (few, many) = (ofFlows + ofRuns, ofFlowsThen + ofRunsThen);
        tables.Compare($"requests of both pages, {each * Flows:N0} runs against {each:N0}", Goal.AtMost(1.1, "times"), many / few, $"{many:0.0} against {few:0.0}");
    }

    private static async Task<(double OfFlows, double OfRuns)> TakeAsync(Installation ours, string flow, CostTables tables, int each, int all, CancellationToken cancellationToken) => (
        await TakeAsync(ours, "integrationflows", FormattableString.Invariant($"page of {Flows} flows, {all:N0} runs in their histories"), tables, cancellationToken),
        await TakeAsync(ours, $"integrationflows/{flow}/runs", FormattableString.Invariant($"page of the runs of a flow that has {each:N0}, of {all:N0} of all flows"), tables, cancellationToken));

    /// <returns>The application's requests of storage for one page that nobody else asks for.</returns>
    private static async Task<double> TakeAsync(Installation ours, string path, string what, CostTables tables, CancellationToken cancellationToken)
    {
        var page = new Uri(path, UriKind.Relative);
        var times = new List<double>();
        var bytes = (await ours.Client.GetByteArrayAsync(page, cancellationToken)).Length;
        var traffic = await ours.CountAsync(
            async () =>
            {
                while (times.Count < Pages)
                {
                    await Task.Delay(Pause, cancellationToken);
                    var since = TimeProvider.System.GetTimestamp();
                    if ((await ours.Client.GetByteArrayAsync(page, cancellationToken)).Length != bytes)
                    {
                        throw new MeasureException("The page is not the same any more.");
                    }

                    times.Add(TimeProvider.System.GetElapsedTime(since).TotalSeconds);
                }
            },
            share: Pages);
        var requests = traffic.WorkOf(RequestOwner.Application);
        tables.Tell(what, $"median of {Pages}", $"{1000 * new Sample(times).Median:0} ms, {bytes / 1e3:0} kB, {requests:0.0} requests: {traffic.KindsOf(RequestOwner.Application)}");
        return requests;
    }
}
