using System.Globalization;
using FlowFunctions.Chaos.Driving;
using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Judging;
using FlowFunctions.Chaos.Rig;
using FlowFunctions.Chaos.Target;
using FlowFunctions.Chaos.Weather;

namespace FlowFunctions.Chaos;

/// <summary>One trial: flows are installed in calm, run in bad weather, and judged when all is over.</summary>
/// <param name="plan">What it is like.</param>
/// <param name="folder">Takes what storage and hosts write.</param>
/// <param name="tell">Takes what happens, line by line.</param>
/// <param name="rests">Called when the weather is over and the last runs have ended, or wait without doing anything; once or more.</param>
internal sealed class Trial(ChaosPlan plan, string folder, Action<string> tell, Action rests)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(2);

    private readonly Lock _telling = new();
    private readonly Findings _findings = new();
    private readonly TrialClock _clock = new(TimeProvider.System);
    private string? _givenUp;

    /// <exception cref="ChaosException">It could not be made, or not be judged.</exception>
    public async Task<TrialResult> RunAsync(CancellationToken cancellationToken)
    {
        List<FlowShape> shapes = [.. Enumerable.Range(0, plan.Flows).Select(number => FlowShapes.Draw(plan.Seed, number))];
        var paces = shapes
            .SelectMany(shape => shape.Steps.Where(step => step.Pace != StepPace.Usual).Select(step => (Key: FlowInstaller.StepKey(shape, step.Number), step.Pace)))
            .ToDictionary(step => step.Key, step => step.Pace, StringComparer.Ordinal);
        await using var target = await TargetServer.StartAsync(plan.Seed, paces, TimeProvider.System, cancellationToken);
        await using var emulator = await Emulator.StartAsync(folder, cancellationToken);
        var faults = new StorageFaults(plan.Seed, Hosts.Hub);
        await using var storage = await FaultyStorage.StartAsync(emulator.Endpoints.Services, faults, emulator.Tables(), emulator.SignatureOfQueues(), cancellationToken);
        var clock = new ClockFile(Path.Combine(folder, "schedules-clock"));
        List<LoadFile> files = [.. shapes.Where(shape => shape.IsOfLoads).SelectMany(shape => shape.Steps.Select(step => LoadFile.Draw(plan.Seed, shape.Number, step.Number)))];
        await using var models = await Models.StartAsync(files, cancellationToken);
        await using var hosts = new Hosts(plan.Hosts, folder, storage, target.NoticesAddress, models.Address, clock);
        await hosts.StartAsync(cancellationToken);
        Tell($"{plan.Hosts} hosts are ready.");
        var api = new ChaosApi(hosts.AnyAsync, _findings);
        var store = new LoadStore(emulator.Endpoints.ConnectionStringOf(Emulator.Account));
        await store.PutAsync(files, cancellationToken);
        var flows = await InstallAsync(new FlowInstaller(api, target, plan.Seed, await FlowInstaller.ConnectAsync(api, store, cancellationToken)), shapes, cancellationToken);
        Tell($"{flows.Count} flows are installed.");

        var weather = new WeatherMaker(hosts, emulator, storage, clock, TimeProvider.System, Tell);
        var trials = await StandAsync(flows, api, weather, models, () => target.Requests + models.RequestCount, cancellationToken);
        var forgotten = await SettleAsync(emulator, cancellationToken);
        var judge = new Judge(api, target, models, plan.Seed, _clock, _findings);
        await judge.JudgeAsync(trials, cancellationToken);
        await judge.DeleteAsync(trials, cancellationToken);
        foreach (var finding in Leftovers.JudgeForgotten(forgotten, judge.Records.Count))
        {
            _findings.Add(finding.Kind, finding.Text);
        }

        var refused = trials.Sum(trial => trial.Refusals.Count);
        return new(_findings.All, [.. judge.Records.Values], weather.Kills, weather.Stops, weather.StorageEvents, storage.Injected, refused, target.Operations.Repeats())
        {
            Asked = [.. trials.SelectMany(trial => trial.Runs)],
            Notices = judge.Notices,
            Freezes = weather.Freezes,
            Forgotten = forgotten,
        };
    }

    private async Task<IReadOnlyList<InstalledFlow>> InstallAsync(FlowInstaller installer, IReadOnlyList<FlowShape> shapes, CancellationToken cancellationToken)
    {
        var flows = new InstalledFlow[plan.Flows];
        await Parallel.ForAsync(0, plan.Flows, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, async (number, token) =>
            flows[number] = await installer.InstallAsync(shapes[number], token));
        return flows;
    }

    /// <summary>Runs all flows until the weather is over and the last runs have ended.</summary>
    private async Task<IReadOnlyList<FlowTrial>> StandAsync(
        IReadOnlyList<InstalledFlow> flows, ChaosApi api, WeatherMaker weather, Models models, Func<long> progress, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var blowing = weather.RunAsync(WeatherPlan.Draw(plan.Seed, plan.Hosts, plan.Length), cancellationToken);
        var end = _clock.Seconds + plan.Length.TotalSeconds;
        bool IsOver() => _clock.Seconds >= end;
        var driving = Task.WhenAll(flows.Select(flow => flow.Shape.IsScheduled
            ? DriveAsync(flow, new ScheduleDriver(flow, api, _clock, TimeProvider.System), driver => driver.RunAsync(IsOver, over.Token), driver => new(flow, [], [], driver.Occurrences))
            : DriveAsync(flow, new FlowDriver(flow, api, _clock, Draws.Of(plan.Seed, "driver", flow.Shape.Number)), driver => driver.RunAsync(IsOver, over.Token), driver => new(flow, driver.Runs, driver.Refusals, []))));
        using var clears = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var misbehaving = models.MisbehaveAsync(plan.Seed, TimeProvider.System, clears.Token);
        try
        {
            await blowing;
            await clears.CancelAsync();
            await misbehaving;
        }
        catch
        {
            // Nobody is to call hosts that go with this trial.
            await clears.CancelAsync();
            await over.CancelAsync();
            await Task.WhenAll(driving, misbehaving);
            throw;
        }

        Tell("The weather is over.");
        await EndsAsync(driving, progress, over);
        rests();
        return await driving;
    }

    /// <summary>Returns when all has ended, or is given up.</summary>
    private async Task EndsAsync(Task all, Func<long> progress, CancellationTokenSource giveUp)
    {
        var watch = new EndWatch(TimeProvider.System);
        while (await Task.WhenAny(all, Task.Delay(LookAgainAfter, giveUp.Token)) != all && !giveUp.IsCancellationRequested)
        {
            _givenUp = watch.GiveUp(progress());
            if (_givenUp is not null)
            {
                await giveUp.CancelAsync();
            }

            if (watch.IsCalm)
            {
                rests();
            }
        }
    }

    private async Task<FlowTrial> DriveAsync<T>(InstalledFlow flow, T driver, Func<T, Task> drive, Func<T, FlowTrial> result)
    {
        try
        {
            await drive(driver);
        }
        catch (ChaosException fault)
        {
            _findings.Add(FindingKind.Wrong, $"{flow.Shape.Name}: {fault.Message}");
        }
        catch (OperationCanceledException)
        {
            _findings.Add(FindingKind.Stuck, $"{flow.Shape.Name} did not come to its end: {_givenUp ?? "the trial was broken off"}.");
        }

        return result(driver);
    }

    /// <returns>How many orchestrations stand that nobody waits for.</returns>
    private async Task<int> SettleAsync(Emulator emulator, CancellationToken cancellationToken)
    {
        Tell("The last runs have ended.");
        var leftovers = new Leftovers(emulator.Endpoints.ConnectionStringOf(Emulator.Account), Hosts.Hub);
        foreach (var left in await leftovers.AwaitAsync(EndWatch.Patience, cancellationToken))
        {
            _findings.Add(FindingKind.Stuck, $"When all is over there is left: {left}.");
        }

        foreach (var broken in await leftovers.BrokenAsync(cancellationToken))
        {
            _findings.Add(FindingKind.Wrong, $"No orchestration ends otherwise than completed, whatever its run comes to: {broken}.");
        }

        Tell("The queues are empty.");
        return leftovers.Forgotten;
    }

    private void Tell(string what)
    {
        lock (_telling)
        {
            tell(string.Create(CultureInfo.InvariantCulture, $"{_clock.Seconds,7:0.0} s  {what}"));
        }
    }
}
