using System.Globalization;
using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>Measures the application, and the bare one beside it where a ratio is asked for.</summary>
internal sealed class CostTrial(string application, string bareApplication, TextWriter output)
{
    /// <summary>As <c>--only</c> takes them. The ratios to the bare application are of <c>runs</c>.</summary>
    public static readonly IReadOnlyList<string> Parts = ["runs", "shapes", "watched", "idle", "list"];

    private const int Runs = 10;
    private const int AtOnce = 50;
    private const int Rounds = 3;
    private const int Listed = 1000;
    private const int Callers = 16;
    private const int ManyViewers = 20;

    private static readonly TimeSpan Warmth = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Listing = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WatchedStep = TimeSpan.FromSeconds(2);

    private readonly List<RunCost> _costs = [];
    private readonly List<Row> _rows = [];

    /// <summary>In turn.</summary>
    /// <param name="parts">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MeasureException">Something cannot be measured.</exception>
    public async Task TakeAsync(IReadOnlyCollection<string> parts, CancellationToken cancellationToken)
    {
        (double Seconds, double Rate)? bare = parts.Contains("runs") ? await BareAsync(cancellationToken) : null;
        await using (var ours = await Installation.StartAsync(application, cancellationToken))
        {
            if (bare is { } compared)
            {
                await RunsAsync(ours, compared, cancellationToken);
            }

            if (parts.Contains("shapes"))
            {
                await ShapesAsync(ours, cancellationToken);
            }

            if (parts.Contains("watched"))
            {
                await WatchedAsync(ours, cancellationToken);
            }

            if (parts.Contains("idle"))
            {
                await IdleAsync(ours, cancellationToken);
            }

            if (parts.Contains("list"))
            {
                await ListAsync(ours, cancellationToken);
            }
        }

        await output.WriteLineAsync(RunCost.Head);
        foreach (var cost in _costs)
        {
            await output.WriteLineAsync(cost.ToMarkdown());
        }

        await output.WriteLineAsync("\n| measure | goal | measured | of |\n| --- | --- | --- | --- |");
        foreach (var row in _rows)
        {
            await output.WriteLineAsync(row.ToMarkdown());
        }
    }

    private async Task<(double Seconds, double Rate)> BareAsync(CancellationToken cancellationToken)
    {
        await using var installation = await Installation.StartAsync(bareApplication, cancellationToken);
        var diamonds = new BareDiamonds(installation);
        var seconds = await LatencyAsync(
            async () =>
            {
                var id = await diamonds.StartAsync(cancellationToken);
                await diamonds.EndedAsync(id, cancellationToken);
            });
        _costs.Add(new("diamond of the bare application, warm, asked once whether it is over", 0, await CountAsync(installation, diamonds, cancellationToken)));
        var rates = new List<double>();
        while (rates.Count < Rounds)
        {
            var since = TimeProvider.System.GetTimestamp();
            var ids = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => diamonds.StartAsync(cancellationToken)));
            foreach (var id in ids)
            {
                await diamonds.EndedAsync(id, cancellationToken);
            }

            rates.Add(AtOnce / TimeProvider.System.GetElapsedTime(since).TotalSeconds);
        }

        return (seconds, new Sample(rates).Median);
    }

    /// <summary>The bare application writes to no table of its own: that a run is over, it says when it is asked.</summary>
    private static Task<Traffic> CountAsync(Installation installation, BareDiamonds diamonds, CancellationToken cancellationToken) => installation.CountAsync(
        async () =>
        {
            for (var run = 0; run < Runs; run++)
            {
                var id = await diamonds.StartAsync(cancellationToken);
                await Task.Delay(LooksEvery, cancellationToken);
                await diamonds.EndedAsync(id, cancellationToken);
            }
        },
        Runs);

    private async Task RunsAsync(Installation ours, (double Seconds, double Rate) bare, CancellationToken cancellationToken)
    {
        var diamond = await ours.Flows.CreateDiamondAsync(cancellationToken);
        var seconds = await LatencyAsync(() => ours.Flows.RunAsync(diamond, cancellationToken));
        _rows.Add(Ratio("warm diamond, POST run to ended, against the bare application", Goal.AtMost(1.25, "times"), seconds / bare.Seconds, $"{Text(seconds)} s against {Text(bare.Seconds)} s, medians"));

        for (var run = 0; run < Runs; run++)
        {
            var (one, _) = await ours.CountAsync(() => ours.Flows.StartRunAsync(diamond, cancellationToken), calls: 4, share: 1, cancellationToken);
            if (run == Runs - 1)
            {
                _costs.Add(new("diamond, warm", 4, one));
            }
        }

        var flows = await ours.Flows.CreateDiamondsAsync(AtOnce, cancellationToken);
        var rates = new List<double>();
        Traffic? burst = null;
        var used = ours.Use();
        while (rates.Count < Rounds)
        {
            used = ours.Use();
            (burst, var duration) = await ours.CountAsync(
                () => Task.WhenAll(flows.Select(flow => ours.Flows.StartRunAsync(flow, cancellationToken))), calls: 4 * AtOnce, share: AtOnce, cancellationToken);
            rates.Add(AtOnce / duration.TotalSeconds);
        }

        _costs.Add(new($"of {AtOnce} diamonds at once", 4, burst!));
        var rate = new Sample(rates).Median;
        _rows.Add(Ratio($"{AtOnce} diamonds at once, runs a second, against the bare application", Goal.AtLeast(0.8, "times"), rate / bare.Rate, $"{Text(rate)} against {Text(bare.Rate)} runs/s, medians of {Rounds}"));
        var now = ours.Use();
        _rows.Add(new(
            "processor time of a run of these, memory after them",
            null,
            0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"host and application {Milliseconds(now.Host, used.Host):0} ms, Azurite {Milliseconds(now.Azurite, used.Azurite):0} ms; {now.Host.Megabytes:0} MB, Azurite {now.Azurite.Megabytes:0} MB"),
            $"{AtOnce} runs"));
    }

    private async Task ShapesAsync(Installation ours, CancellationToken cancellationToken)
    {
        await CountRunAsync(ours, "fan-out of 20", 20, await ours.Flows.CreateFanOutAsync(20, cancellationToken), cancellationToken);
        await CountRunAsync(ours, "fan-out of 100", 100, await ours.Flows.CreateFanOutAsync(100, cancellationToken), cancellationToken);
        var tens = new List<string>();
        while (tens.Count < 10)
        {
            tens.Add(await ours.Flows.CreateChainAsync(10, TimeSpan.Zero, cancellationToken));
        }

        await CountRunAsync(ours, "chain of 10", 10, tens[0], cancellationToken);
        var hundred = await ours.Flows.CreateChainAsync(100, TimeSpan.Zero, cancellationToken);
        var long100 = await CountRunAsync(ours, "chain of 100", 100, hundred, cancellationToken);
        var sum = TimeSpan.Zero;
        foreach (var ten in tens)
        {
            var (_, duration) = await ours.CountAsync(() => ours.Flows.StartRunAsync(ten, cancellationToken), calls: 10, share: 1, cancellationToken);
            sum += duration;
        }

        _rows.Add(Ratio("chain of 100 against ten chains of 10, one after another", Goal.AtMost(1.1, "times"), long100 / sum, $"{Text(long100.TotalSeconds)} s against {Text(sum.TotalSeconds)} s"));
    }

    /// <returns>From its request to its last write.</returns>
    private async Task<TimeSpan> CountRunAsync(Installation ours, string what, int steps, string flow, CancellationToken cancellationToken)
    {
        await ours.CountAsync(() => ours.Flows.StartRunAsync(flow, cancellationToken), calls: steps, share: 1, cancellationToken);
        var (traffic, duration) = await ours.CountAsync(() => ours.Flows.StartRunAsync(flow, cancellationToken), calls: steps, share: 1, cancellationToken);
        _costs.Add(new($"{what}, the second run", steps, traffic));
        return duration;
    }

    private async Task WatchedAsync(Installation ours, CancellationToken cancellationToken)
    {
        var chain = await ours.Flows.CreateChainAsync(5, WatchedStep, cancellationToken);
        var alone = await WatchAsync(ours, chain, 1, cancellationToken);
        var crowded = await WatchAsync(ours, chain, ManyViewers, cancellationToken);
        _costs.Add(new("chain of 5 steps of 2 s, one viewer who asks once a second", 0, alone));
        _costs.Add(new($"the same, {ManyViewers} viewers", 0, crowded));
        var (one, many) = (WorkOf(alone), WorkOf(crowded));
        _rows.Add(Ratio($"requests of a watched run, {ManyViewers} viewers against one", Goal.AtMost(1.2, "times"), many / one, $"{Text(many)} against {Text(one)}, the provider's work among them"));
    }

    private static async Task<Traffic> WatchAsync(Installation ours, string flow, int viewers, CancellationToken cancellationToken) =>
        (await ours.CountAsync(
            async () =>
            {
                var run = await ours.Flows.StartRunAsync(flow, cancellationToken);
                await Task.WhenAll(Enumerable.Range(0, viewers).Select(_ => ours.Flows.RunEndedAsync(flow, run, LooksEvery, cancellationToken)));
            },
            calls: 5,
            share: 1,
            cancellationToken)).Traffic;

    private async Task IdleAsync(Installation ours, CancellationToken cancellationToken)
    {
        await Task.Delay(Warmth, cancellationToken);
        var idle = await ours.CountAsync(() => Task.Delay(Idle, cancellationToken), Idle.TotalMinutes);
        var own = idle.AllOf(RequestOwner.Application);
        _rows.Add(new(
            "idle, our requests a minute",
            Goal.AtMost(30, "requests"),
            own,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{own:0}, of them {idle.PollsOf(RequestOwner.Application):0} polls of queues; the provider's {idle.AllOf(RequestOwner.Provider):0}, of them {idle.PollsOf(RequestOwner.Provider):0} polls; the host's {idle.AllOf(RequestOwner.Host):0}"),
            "a minute"));
    }

    private async Task ListAsync(Installation ours, CancellationToken cancellationToken)
    {
        await FlowList.CreateAsync(ours.Storage, Listed, cancellationToken);
        var page = new Uri($"integrationflows?limit={Listed}", UriKind.Relative);
        var bytes = (await ours.Client.GetByteArrayAsync(page, cancellationToken)).Length;
        var pages = 0;
        var since = TimeProvider.System.GetTimestamp();
        var traffic = await ours.CountAsync(
            () => Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
            {
                while (TimeProvider.System.GetElapsedTime(since) < Listing)
                {
                    if ((await ours.Client.GetByteArrayAsync(page, cancellationToken)).Length != bytes)
                    {
                        throw new MeasureException("The list is not the same any more.");
                    }

                    Interlocked.Increment(ref pages);
                }
            })),
            share: 1);
        var rate = pages / TimeProvider.System.GetElapsedTime(since).TotalSeconds;
        _rows.Add(new(
            $"a page of {Listed} flows with their latest runs, {Callers} callers at once",
            null,
            rate,
            string.Create(CultureInfo.InvariantCulture, $"{rate:0.0} pages/s of {bytes / 1e3:0} kB, {traffic.AllOf(RequestOwner.Application) / pages:0.00} requests a page"),
            $"{pages} pages"));
    }

    /// <summary>The median of as many runs as make a process warm, the second half of them.</summary>
    private static async Task<double> LatencyAsync(Func<Task> run)
    {
        var seconds = new List<double>();
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < Warmth || seconds.Count < 2 * Runs)
        {
            var since = TimeProvider.System.GetTimestamp();
            await run();
            seconds.Add(TimeProvider.System.GetElapsedTime(since).TotalSeconds);
        }

        return new Sample(seconds.Skip(seconds.Count / 2)).Median;
    }

    private static double WorkOf(Traffic traffic) => traffic.WorkOf(RequestOwner.Application) + traffic.WorkOf(RequestOwner.Provider);

    private static double Milliseconds(ProcessUse after, ProcessUse before) => (after.Processor - before.Processor).TotalMilliseconds / AtOnce;

    private static Row Ratio(string measure, Goal goal, double ratio, string of) =>
        new(measure, goal, ratio, string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00} times"), of);

    private static string Text(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);
}
