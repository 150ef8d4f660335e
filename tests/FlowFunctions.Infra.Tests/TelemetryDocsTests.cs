using System.Reflection;
using FlowFunctions.Runs;
using FlowFunctions.Telemetry;

namespace FlowFunctions.Infra.Tests;

/// <summary>People look up what a metric means in infra/docs/telemetry.md.</summary>
public class TelemetryDocsTests
{
    private static readonly string Page = Infra.Read("infra/docs/telemetry.md");

    [Fact]
    public void Every_instrument_is_explained_by_both_its_names() =>
        Assert.Empty(PrometheusNames.SeriesByInstrument.Where(series =>
            !Page.Contains($"| `{series.Key}` |", StringComparison.Ordinal)
            || !series.Any(name => Page.Contains($"| `{name.Replace("_bucket", "", StringComparison.Ordinal)}` |", StringComparison.Ordinal))).Select(series => series.Key));

    [Fact]
    public void Every_attribute_is_explained() =>
        Assert.All(
            typeof(FlowAttributes).GetFields(BindingFlags.Public | BindingFlags.Static),
            field => Assert.Contains($"`{field.GetRawConstantValue()}`", Page, StringComparison.Ordinal));
}
