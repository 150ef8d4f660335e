using FlowFunctions.Benchmarks.Pages;
using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>
/// Pages of flows and of a flow's runs, before and after all the other flows have histories, and of a flow whose own is ten times as long. What a page asks of storage does not depend on the
/// machine; how long the emulator takes for it does, and on all the rows of a table: it looks at each of them, where Azure goes to the partition.
/// </summary>
/// <param name="runs">In the histories of all flows together.</param>
internal sealed class HistoryPart(int runs) : ICostPart
{
    public const int UsualRuns = 100_000;

    /// <summary>As many as all flows of the page, if all had the same.</summary>
    public const int Flows = 100;

    /// <summary>Of one flow, the others' counted as one; as many fewer others have a history.</summary>
    private const int Longer = 10;
    private const int AtOnce = 4;
    private const int Pages = 11;

    /// <summary>What was read for one page is too old for the next.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    public string Name => "history";

    public async Task TakeAsync(CostRig rig, CostTables tables, CancellationToken cancellationToken)
    {
        await using var ours = await rig.OfItsOwnAsync(settings: null, cancellationToken);
        var flows = await FlowList.CreateAsync(ours.Storage, 1, Flows, cancellationToken);
        var (flow, longer, others) = (flows[0], flows[1], flows.Skip(2).SkipLast(Longer - 1));
        var each = runs / Flows;
        await LongHistory.CreateAsync(ours.Storage, flow, each, cancellationToken);
        var few = await TakeAsync(ours, flow, tables, each, each, cancellationToken);

        await LongHistory.CreateAsync(ours.Storage, longer, each * Longer, cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(others, options, async (other, token) => await LongHistory.CreateAsync(ours.Storage, other, each, token));
        var many = await TakeAsync(ours, flow, tables, each, each * Flows, cancellationToken);
        var own = await TakeRunsAsync(ours, longer, tables, each * Longer, each * Flows, cancellationToken);

        Compare($"requests of a page of flows, {each * Flows:N0} runs against {each:N0}", many.OfFlows, few.OfFlows);
        Compare($"requests of a page of runs, {each * Flows:N0} runs of all flows against {each:N0}", many.OfRuns, few.OfRuns);
        Compare($"requests of a page of runs, {each * Longer:N0} of the flow against {each:N0}", own, many.OfRuns);

        void Compare(FormattableString measure, double later, double earlier) =>
            tables.Compare(FormattableString.Invariant(measure), Goal.AtMost(1.1, "times"), later / earlier, $"{later:0} against {earlier:0}");
    }

    private static async Task<(double OfFlows, double OfRuns)> TakeAsync(Installation ours, string flow, CostTables tables, int each, int all, CancellationToken cancellationToken) => (
        await TakePageAsync(ours, "integrationflows", FormattableString.Invariant($"page of {Flows} flows, {all:N0} runs in their histories"), tables, cancellationToken),
        await TakeRunsAsync(ours, flow, tables, each, all, cancellationToken));

    private static Task<double> TakeRunsAsync(Installation ours, string flow, CostTables tables, int own, int all, CancellationToken cancellationToken) => TakePageAsync(
        ours, $"integrationflows/{flow}/runs", FormattableString.Invariant($"page of the runs of a flow that has {own:N0}, of {all:N0} of all flows"), tables, cancellationToken);

    /// <returns>The application's requests of storage for one page that nobody else asks for: the median, for what looks after the application may come between.</returns>
    private static async Task<double> TakePageAsync(Installation ours, string path, string what, CostTables tables, CancellationToken cancellationToken)
    {
        var page = new Uri(path, UriKind.Relative);
        var bytes = (await ours.Client.GetByteArrayAsync(page, cancellationToken)).Length;
        var taken = new List<(double Seconds, Traffic Traffic)>();
        while (taken.Count < Pages)
        {
            await Task.Delay(Pause, cancellationToken);
            var seconds = 0.0;
            var traffic = await ours.CountAsync(
                async () =>
                {
                    var since = TimeProvider.System.GetTimestamp();
                    if ((await ours.Client.GetByteArrayAsync(page, cancellationToken)).Length != bytes)
                    {
                        throw new MeasureException("The page is not the same any more.");
                    }

                    seconds = TimeProvider.System.GetElapsedTime(since).TotalSeconds;
                },
                share: 1);
            taken.Add((seconds, traffic));
        }

        var usual = taken.Select(one => one.Traffic).OrderBy(traffic => traffic.WorkOf(RequestOwner.Application)).ElementAt(Pages / 2);
        var requests = usual.WorkOf(RequestOwner.Application);
        tables.Tell(what, $"median of {Pages}", $"{1000 * new Sample(taken.Select(one => one.Seconds)).Median:0} ms, {bytes / 1e3:0} kB, {requests:0} requests: {usual.KindsOf(RequestOwner.Application)}");
        return requests;
    }
}
