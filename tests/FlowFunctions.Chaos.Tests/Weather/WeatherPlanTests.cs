using FlowFunctions.Chaos.Weather;

namespace FlowFunctions.Chaos.Tests.Weather;

public sealed class WeatherPlanTests
{
    private const int Hosts = 3;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly IReadOnlyList<WeatherEvent> Plan = WeatherPlan.Draw(7, Hosts, Hour);

    [Fact]
    public void Seed_repeats_the_weather()
    {
        Assert.Equal(Plan, WeatherPlan.Draw(7, Hosts, Hour));
        Assert.NotEqual(Plan, WeatherPlan.Draw(8, Hosts, Hour));
    }

    [Fact]
    public void Everything_happens_in_order_and_within_the_time() => Assert.All(Plan.Zip(Plan.Skip(1)), pair =>
    {
        Assert.True(pair.First.At <= pair.Second.At);
        Assert.InRange(pair.Second.At + pair.Second.Lasts, TimeSpan.Zero, Hour);
        Assert.InRange(pair.Second.Host, 0, Hosts - 1);
    });

    [Fact]
    public void Hour_has_all_kinds_of_weather_and_kills_enough()
    {
        Assert.Equal(Enum.GetValues<WeatherKind>(), Plan.Select(one => one.Kind).Distinct().Order());
        Assert.InRange(Plan.Sum(one => one.Kind switch { WeatherKind.HostKilled => 1, WeatherKind.AllHostsKilled => Hosts, _ => 0 }), 200, 400);
        Assert.Equal(Hosts, Plan.Where(one => one.IsOfHosts).Select(one => one.Host).Distinct().Count());
    }

    [Fact]
    public void Host_is_frozen_now_and_then_for_longer_than_it_holds_anything()
    {
        var frozen = Plan.Where(one => one.Kind == WeatherKind.HostFrozen).ToList();

        Assert.InRange(frozen.Count, 5, Plan.Count(one => one.IsOfHosts) / 5);
        Assert.All(frozen, one => Assert.True(one.Lasts >= TimeSpan.FromSeconds(20) || one.At + one.Lasts == Hour));
        Assert.Contains(frozen, one => one.Lasts > TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Clock_is_wrong_forward_and_back_by_less_than_a_day()
    {
        var jumps = Plan.Where(one => one.IsOfClock).Select(one => one.Jump).ToList();

        Assert.All(jumps, jump => Assert.InRange(jump.Duration(), TimeSpan.FromSeconds(1), TimeSpan.FromHours(12)));
        Assert.Contains(jumps, jump => jump < TimeSpan.Zero);
        Assert.Contains(jumps, jump => jump > TimeSpan.FromHours(1));
        Assert.Contains(jumps, jump => jump > TimeSpan.Zero && jump < TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Events_of_hosts_and_those_of_the_clock_and_of_the_storage_do_not_overlap(bool ofHosts, bool ofClock)
    {
        var series = Plan.Where(one => one.IsOfHosts == ofHosts && one.IsOfClock == ofClock && one.Kind != WeatherKind.HostFrozen).ToList();

        Assert.All(series.Zip(series.Skip(1)), pair => Assert.True(pair.First.At + pair.First.Lasts <= pair.Second.At));
    }
}
