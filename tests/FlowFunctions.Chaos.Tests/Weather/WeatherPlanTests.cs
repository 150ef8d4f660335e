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
        Assert.InRange(Plan.Count(one => one.Kind == WeatherKind.HostKilled), 100, 400);
        Assert.Equal(Hosts, Plan.Where(one => one.IsOfHosts).Select(one => one.Host).Distinct().Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Events_of_hosts_and_those_of_the_storage_do_not_overlap(bool ofHosts)
    {
        var series = Plan.Where(one => one.IsOfHosts == ofHosts).ToList();

        Assert.All(series.Zip(series.Skip(1)), pair => Assert.True(pair.First.At + pair.First.Lasts <= pair.Second.At));
    }
}
