using FlowFunctions.Chaos.Rig;

namespace FlowFunctions.Chaos.Weather;

/// <summary>Makes the weather that a plan says.</summary>
internal sealed class WeatherMaker(Hosts hosts, Emulator emulator, FaultyStorage storage, ClockFile clock, TimeProvider time, Action<string> tell)
{
    /// <summary>Of the requests to the storage, while no storm is.</summary>
    private const double UsualFaults = 0.005;

    private const double StormFaults = 0.15;

    private readonly List<Task> _starting = [];
    private int _kills;
    private int _stops;
    private int _freezes;
    private int _storageEvents;

    public int Kills => Volatile.Read(ref _kills);

    public int Stops => Volatile.Read(ref _stops);

    /// <summary>Hosts that stood still for a time.</summary>
    public int Freezes => Volatile.Read(ref _freezes);

    /// <summary>Times that the storage was stopped or frozen.</summary>
    public int StorageEvents => Volatile.Read(ref _storageEvents);

    /// <summary>Returns when all is over, all hosts are ready, and nothing goes wrong any more.</summary>
    public async Task RunAsync(IReadOnlyList<WeatherEvent> plan, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        storage.FaultShare = UsualFaults;
        try
        {
            await Task.WhenAll(
                RunAsync([.. plan.Where(one => one.IsOfHosts)], since, StrikeAsync, cancellationToken),
                RunAsync([.. plan.Where(one => one.IsOfClock)], since, JumpAsync, cancellationToken),
                RunAsync([.. plan.Where(one => !one.IsOfHosts && !one.IsOfClock)], since, TroubleAsync, cancellationToken));
            await Task.WhenAll(_starting);
        }
        finally
        {
            storage.FaultShare = 0;
        }
    }

    private async Task RunAsync(IReadOnlyList<WeatherEvent> plan, long since, Func<WeatherEvent, CancellationToken, Task> make, CancellationToken cancellationToken)
    {
        foreach (var one in plan)
        {
            if (one.At - time.GetElapsedTime(since) is { Ticks: > 0 } left)
            {
                await Task.Delay(left, time, cancellationToken);
            }

            var which = one.IsOfClock ? $" ({one.Jump:c})" : one.IsOfHosts && one.Kind != WeatherKind.AllHostsKilled ? $" ({one.Host})" : "";
            tell($"{one.Kind}{which} for {one.Lasts.TotalSeconds:0.0} s");
            await make(one, cancellationToken);
        }
    }

    /// <summary>Others are up, or all would go down before anything has run. The one that is met may still be on its way up, and starts again by itself then.</summary>
    private async Task StrikeAsync(WeatherEvent one, CancellationToken cancellationToken)
    {
        await hosts.AnyAsync(cancellationToken);
        if (one.Kind == WeatherKind.HostFrozen)
        {
            Freeze(hosts.All[one.Host], one.Lasts, cancellationToken);
            return;
        }

        foreach (var host in (one.Kind == WeatherKind.AllHostsKilled ? hosts.All : [hosts.All[one.Host]]).Where(host => !host.IsFrozen))
        {
            var wasReady = host.Ready is not null;
            if (await EndAsync(host, one.Kind, cancellationToken) && wasReady)
            {
                _starting.Add(StartLaterAsync(host, one.Lasts, cancellationToken));
            }
        }
    }

    /// <summary>The others are struck meanwhile. One that is on its way up goes on with that.</summary>
    private void Freeze(Host host, TimeSpan lasts, CancellationToken cancellationToken)
    {
        if (host.Ready is not null)
        {
            Interlocked.Increment(ref _freezes);
            _starting.Add(host.FreezeAsync(lasts, time, cancellationToken));
        }
    }

    /// <returns>False where it had ended by itself, and is started again without this.</returns>
    private async Task<bool> EndAsync(Host host, WeatherKind kind, CancellationToken cancellationToken)
    {
        if (host.HasEnded)
        {
            return false;
        }

        if (kind != WeatherKind.HostStopped)
        {
            Interlocked.Increment(ref _kills);
            await host.KillAsync(cancellationToken);
            return true;
        }

        Interlocked.Increment(ref _stops);
        if (!await host.StopAsync(cancellationToken))
        {
            tell($"Host {host.Number} did not end within a minute of being told to stop, and was killed.");
        }

        return true;
    }

    private async Task StartLaterAsync(Host host, TimeSpan later, CancellationToken cancellationToken)
    {
        await Task.Delay(later, time, cancellationToken);
        await host.StartAsync(cancellationToken);
    }

    private async Task JumpAsync(WeatherEvent one, CancellationToken cancellationToken)
    {
        clock.Offset = one.Jump;
        try
        {
            await Task.Delay(one.Lasts, time, cancellationToken);
        }
        finally
        {
            clock.Offset = TimeSpan.Zero;
        }
    }

    private async Task TroubleAsync(WeatherEvent one, CancellationToken cancellationToken)
    {
        switch (one.Kind)
        {
            case WeatherKind.StorageFrozen:
                Interlocked.Increment(ref _storageEvents);
                await emulator.FreezeAsync();
                await Task.Delay(one.Lasts, time, CancellationToken.None);
                await emulator.ThawAsync();
                break;
            case WeatherKind.StorageStopped:
                Interlocked.Increment(ref _storageEvents);
                await emulator.StopAsync();
                await Task.Delay(one.Lasts, time, cancellationToken);
                await emulator.StartAgainAsync(cancellationToken);
                break;
            default:
                storage.FaultShare = StormFaults;
                await Task.Delay(one.Lasts, time, cancellationToken);
                storage.FaultShare = UsualFaults;
                break;
        }
    }
}
