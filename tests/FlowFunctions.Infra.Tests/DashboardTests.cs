using System.Text.Json;

namespace FlowFunctions.Infra.Tests;

/// <summary>The Grafana dashboard shows what the application tells.</summary>
public class DashboardTests
{
    private static readonly JsonElement Dashboard = JsonDocument.Parse(Infra.Read("infra/grafana/flow-functions.json")).RootElement;

    private static IEnumerable<JsonElement> Panels => Dashboard.GetProperty("panels").EnumerateArray();

    public static TheoryData<string> Queries =>
        [.. Panels.SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!)];

    [Theory]
    [MemberData(nameof(Queries))]
    public void Query_asks_for_what_there_is(string query)
    {
        var names = PrometheusNames.In(query).ToList();

        Assert.NotEmpty(names);
        Assert.DoesNotContain(names, name => !PrometheusNames.Series.Contains(name) && !PrometheusNames.Labels.Contains(name));
        Assert.Contains("job=~\"$job\"", query, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_instrument_is_shown()
    {
        var asked = Queries.SelectMany(query => PrometheusNames.In(query.Data)).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(PrometheusNames.SeriesByInstrument);
        Assert.Empty(PrometheusNames.SeriesByInstrument.Where(series => !series.Any(asked.Contains)).Select(series => series.Key));
    }

    [Fact]
    public void Data_comes_from_where_the_viewer_chooses()
    {
        var sources = Panels.Concat(Panels.SelectMany(panel => panel.GetProperty("targets").EnumerateArray())).Select(part => part.GetProperty("datasource").GetProperty("uid").GetString());
        var chosen = Dashboard.GetProperty("templating").GetProperty("list").EnumerateArray().First(variable => variable.GetProperty("type").GetString() == "datasource");

        Assert.All(sources, source => Assert.Equal("${" + chosen.GetProperty("name").GetString() + "}", source));
    }

    [Fact]
    public void Panels_do_not_overlap()
    {
        var cells = Panels.SelectMany(panel =>
        {
            var at = panel.GetProperty("gridPos");
            var (x, y, w, h) = (At("x"), At("y"), At("w"), At("h"));
            Assert.True(x + w <= 24, panel.GetProperty("title").GetString());
            return from dx in Enumerable.Range(0, w) from dy in Enumerable.Range(0, h) select (x + dx, y + dy);

            int At(string name) => at.GetProperty(name).GetInt32();
        }).ToList();

        Assert.Equal(cells.Count, cells.Distinct().Count());
    }
}
