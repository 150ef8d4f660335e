using System.Globalization;
using FlowFunctions.Chaos.Driving;
using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Judging;
using FlowFunctions.Chaos.Rig;
using FlowFunctions.Chaos.Target;
using FlowFunctions.Chaos.Weather;

namespace FlowFunctions.Chaos;

/// <summary>One trial: flows are installed in calm, run in bad weather, and judged when all is over.</summary>
internal sealed class Trial(ChaosPlan plan, string folder, TextWriter output)
{
    /// <summary>Of the flows, one in so many is started by a schedule.</summary>
    private const int ScheduledOneIn = 8;

    /// <summary>
    /// From the last of the weather to the end of everything: the queue trigger hides for ten minutes what a host had taken when it was killed, and the watchdog looks every five.
    /// </summary>
    private static readonly TimeSpan SettlesWithin = TimeSpan.FromMinutes(13);

    private readonly Lock _telling = new();
    private readonly Findings _findings = new();
    private readonly TrialClock _clock = new(TimeProvider.System);

    /// <exception cref="ChaosException">It could not be made, or not be judged.</exception>
    public async Task<TrialResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var target = await TargetServer.StartAsync(plan.Seed, TimeProvider.System, cancellationToken);
        await using var emulator = await Emulator.StartAsync(folder, cancellationToken);
        await using var storage = await FaultyStorage.StartAsync(emulator.Endpoints.Services, new StorageFaults(plan.Seed, Hosts.Hub), cancellationToken);
        await using var hosts = new Hosts(plan.Hosts, folder, storage, target.NoticesAddress);
        await hosts.StartAsync(cancellationToken);
        Tell($"{plan.Hosts} hosts are ready.");
        var api = new ChaosApi(hosts, _findings);
        var flows = await InstallAsync(new FlowInstaller(api, target), cancellationToken);
        Tell($"{flows.Count} flows are installed.");

        var weather = new WeatherMaker(hosts, emulator, storage, TimeProvider.System, Tell);
        var trials = await StandAsync(flows, api, weather, cancellationToken);
        var hidden = await SettleAsync(emulator, cancellationToken);
        var judge = new Judge(api, target, _clock, _findings);
        await judge.JudgeAsync(trials, hidden, cancellationToken);
        await judge.DeleteAsync(trials, cancellationToken);
        return new(_findings.All, [.. judge.Records.Values], weather.Kills, weather.Stops, weather.StorageEvents, storage.Injected, trials.Sum(trial => trial.Refused), target.Operations.Repeats());
    }

    private async Task<IReadOnlyList<InstalledFlow>> InstallAsync(FlowInstaller installer, CancellationToken cancellationToken)
    {
        var flows = new InstalledFlow[plan.Flows];
        await Parallel.ForAsync(0, plan.Flows, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, async (number, token) =>
            flows[number] = await installer.InstallAsync(FlowShapes.Draw(plan.Seed, number, isScheduled: number % ScheduledOneIn == ScheduledOneIn - 1), token));
        return flows;
    }

    /// <summary>Runs all flows until the weather is over and the last runs have ended.</summary>
    private async Task<IReadOnlyList<FlowTrial>> StandAsync(IReadOnlyList<InstalledFlow> flows, ChaosApi api, WeatherMaker weather, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var blowing = weather.RunAsync(WeatherPlan.Draw(plan.Seed, plan.Hosts, plan.Length), cancellationToken);
        var end = _clock.Seconds + plan.Length.TotalSeconds;
        bool IsOver() => _clock.Seconds >= end;
        var driving = Task.WhenAll(flows.Select(flow => flow.Shape.IsScheduled
            ? DriveAsync(flow, new ScheduleDriver(flow, api, _clock, TimeProvider.System), driver => driver.RunAsync(IsOver, over.Token), driver => new(flow, [], Refused: 0, driver.Occurrences))
            : DriveAsync(flow, new FlowDriver(flow, api, _clock, Draws.Of(plan.Seed, "driver", flow.Shape.Number)), driver => driver.RunAsync(IsOver, over.Token), driver => new(flow, driver.Runs, driver.Refused, []))));
        try
        {
            await blowing;
        }
        catch
        {
            // Nobody is to call hosts that go with this trial.
            await over.CancelAsync();
            await driving;
            throw;
        }

        Tell("The weather is over.");
        over.CancelAfter(SettlesWithin);
        return await driving;
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
            _findings.Add(FindingKind.Stuck, $"{flow.Shape.Name} did not come to its end within {SettlesWithin.TotalMinutes:0} minutes after the weather.");
        }

        return result(driver);
    }

    /// <returns>How many notices are on their queue still, and hidden.</returns>
    private async Task<int> SettleAsync(Emulator emulator, CancellationToken cancellationToken)
    {
        Tell("The last runs have ended.");
        var leftovers = new Leftovers(emulator.Endpoints.ConnectionStringOf(Emulator.Account), Hosts.Hub);
        foreach (var left in await leftovers.AwaitAsync(SettlesWithin, plan.WaitsForHiddenNotices, cancellationToken))
        {
            _findings.Add(FindingKind.Stuck, $"When all is over there is left: {left}.");
        }

        foreach (var broken in await leftovers.BrokenAsync(cancellationToken))
        {
            _findings.Add(FindingKind.Wrong, $"No orchestration ends otherwise than completed, whatever its run comes to: {broken}.");
        }

        var hidden = await leftovers.CountNoticesAsync(cancellationToken);
        Tell($"The queues are empty, but for {hidden} notices that are hidden.");
        return hidden;
    }

    private void Tell(string what)
    {
        lock (_telling)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_clock.Seconds,7:0.0} s  {what}"));
        }
    }
}
