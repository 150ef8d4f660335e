using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>A long list of flows that have all run, asked for by many at once.</summary>
internal sealed class ListPart : ICostPart
{
    private const int Listed = 1000;
    private const int Short = 50;
    private const int Callers = 16;
    private const int Viewers = 20;

    /// <summary>Five times what 28 pages a second were.</summary>
    private const int PagesASecond = 140;

    /// <summary>What the list bears is asked, not what one key may ask.</summary>
    private static readonly Dictionary<string, string> Unlimited = new(StringComparer.Ordinal) { ["Security__RateLimit__Tokens"] = "1000000", ["Security__RateLimit__Burst"] = "1000000" };

    private static readonly TimeSpan Warmth = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Listing = TimeSpan.FromSeconds(10);

    public string Name => "list";

    public async Task TakeAsync(CostRig rig, CostTables tables, CancellationToken cancellationToken)
    {
        await using var ours = await rig.OfItsOwnAsync(Unlimited, cancellationToken);
        await FlowList.CreateAsync(ours.Storage, 1, Listed, cancellationToken);
        await TakeAsync(ours, Listed, Callers, Goal.AtLeast(PagesASecond, "pages/s"), tables, Listed, cancellationToken);
        await TakeAsync(ours, Short, Viewers, null, tables, Listed, cancellationToken);
        await FlowList.CreateAsync(ours.Storage, Listed + 1, 4 * Listed, cancellationToken);
        await TakeAsync(ours, Short, Viewers, null, tables, 5 * Listed, cancellationToken);
    }

    private static async Task TakeAsync(Installation ours, int limit, int callers, Goal? goal, CostTables tables, int all, CancellationToken cancellationToken)
    {
        var page = new Uri($"integrationflows?limit={limit}", UriKind.Relative);
        var bytes = (await ours.Client.GetByteArrayAsync(page, cancellationToken)).Length;
        var pages = 0;
        await AskAsync(Warmth);
        pages = 0;
        var before = ours.Use();
        var since = TimeProvider.System.GetTimestamp();
        var traffic = await ours.CountAsync(() => AskAsync(Listing), share: 1);
        var rate = pages / TimeProvider.System.GetElapsedTime(since).TotalSeconds;
        tables.Add(new Row(
            $"a page of {limit} flows of {all} with their latest runs, {callers} callers at once",
            goal,
            rate,
            FormattableString.Invariant($"{rate:0.0} pages/s of {bytes / 1e3:0} kB, {traffic.AllOf(RequestOwner.Application) / pages:0.00} requests a page"),
            $"{pages} pages"));
        tables.Tell("processor time of such a page", $"{pages} pages", ours.Use().Since(before, pages));

        async Task AskAsync(TimeSpan time)
        {
            var began = TimeProvider.System.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
            {
                while (TimeProvider.System.GetElapsedTime(began) < time)
                {
                    if ((await ours.Client.GetByteArrayAsync(page, cancellationToken)).Length != bytes)
                    {
                        throw new MeasureException("The list is not the same any more.");
                    }

                    Interlocked.Increment(ref pages);
                }
            }));
        }
    }
}
