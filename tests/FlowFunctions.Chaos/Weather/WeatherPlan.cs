using FlowFunctions.Chaos.Flows;

namespace FlowFunctions.Chaos.Weather;

/// <summary>When what goes wrong.</summary>
internal static class WeatherPlan
{
    private static readonly TimeSpan FirstAfter = TimeSpan.FromSeconds(5);
    private static readonly (TimeSpan Shortest, TimeSpan Longest) BetweenHostEvents = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(13));
    private static readonly (TimeSpan Shortest, TimeSpan Longest) BetweenStorageEvents = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(35));
    private static readonly (TimeSpan Shortest, TimeSpan Longest) HostIsAwayFor = (TimeSpan.Zero, TimeSpan.FromSeconds(6));

    // What a host has taken from the hub's queues is hidden for a minute or a minute and a half, and its leases run out before.
    private static readonly (TimeSpan Shortest, TimeSpan Longest) HostIsFrozenFor = (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(100));

    // Callers get 503 after 8 s, and the client of the queues gives a request up after longer: some see the end of it and some do not.
    private static readonly (TimeSpan Shortest, TimeSpan Longest) StorageIsAwayFor = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));

    private static readonly (TimeSpan Shortest, TimeSpan Longest) BetweenJumps = (TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(3));

    // Schedules are looked at on the full minute: some jumps meet one look, some two, few none.
    private static readonly (TimeSpan Shortest, TimeSpan Longest) ClockIsWrongFor = (TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(100));

    /// <summary>
    /// In the order of their times, the same for the same seed; events of the storage do not overlap each other, nor do those of the clock, nor those of hosts: but for one that is frozen, while
    /// others are struck.
    /// </summary>
    /// <param name="seed">Of the trial.</param>
    /// <param name="hosts">How many there are.</param>
    /// <param name="length">No event begins later, and none of the storage or the clock lasts longer.</param>
    public static IReadOnlyList<WeatherEvent> Draw(int seed, int hosts, TimeSpan length)
    {
        var random = Draws.Of(seed, "weather");
        return
        [
            .. Series(random, BetweenHostEvents, length, at => OfHosts(random, at, hosts))
            .Concat(Series(random, BetweenStorageEvents, length, at => new WeatherEvent(
                at,
                random.Pick((WeatherKind.StorageFrozen, 0.3), (WeatherKind.StorageStopped, 0.2), (WeatherKind.Storm, 0.5)),
                Host: 0,
                random.Between(StorageIsAwayFor.Shortest, StorageIsAwayFor.Longest))))
            .Concat(Series(random, BetweenJumps, length, at =>
                new WeatherEvent(at, WeatherKind.ClockJumped, Host: 0, random.Between(ClockIsWrongFor.Shortest, ClockIsWrongFor.Longest)) { Jump = JumpOf(random) }))
            .OrderBy(one => one.At),
        ];
    }

    private static WeatherEvent OfHosts(Random random, TimeSpan at, int hosts)
    {
        var kind = random.Pick((WeatherKind.HostKilled, 0.64), (WeatherKind.HostStopped, 0.23), (WeatherKind.AllHostsKilled, 0.05), (WeatherKind.HostFrozen, 0.08));
        var (shortest, longest) = kind == WeatherKind.HostFrozen ? HostIsFrozenFor : HostIsAwayFor;
        return new(at, kind, random.Next(hosts), random.Between(shortest, longest));
    }

    /// <summary>By less than a day: a daily schedule has one occurrence in it.</summary>
    private static TimeSpan JumpOf(Random random) => random.Pick(
        (random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)), 1),
        (random.Between(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(50)), 2),

        // Beyond the window within which what was missed is made up for.
        (random.Between(TimeSpan.FromHours(2), TimeSpan.FromHours(12)), 1),
        (-random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromHours(2)), 2));

    private static List<WeatherEvent> Series(Random random, (TimeSpan Shortest, TimeSpan Longest) between, TimeSpan length, Func<TimeSpan, WeatherEvent> draw)
    {
        var events = new List<WeatherEvent>();
        var at = FirstAfter;
        while ((at += random.Between(between.Shortest, between.Longest)) < length)
        {
            var drawn = draw(at);
            var lasts = drawn.Lasts < length - at ? drawn.Lasts : length - at;
            events.Add(drawn with { Lasts = lasts });
            at += drawn.Kind == WeatherKind.HostFrozen ? TimeSpan.Zero : lasts;
        }

        return events;
    }
}
