using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using FlowFunctions.Runs;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Infra.Tests;

/// <summary>
/// What the application's instruments and attributes are called in Prometheus, by the rules of the OpenTelemetry specification "Prometheus and OpenMetrics Compatibility":
/// dots become underscores, the unit is spelt out, annotations in braces are left away, counters end in <c>_total</c>.
/// </summary>
internal static partial class PrometheusNames
{
    /// <summary>.NET's own, which the application exports with its.</summary>
    private static readonly string[] Platform = ["http_client_request_duration_seconds", "http_server_request_duration_seconds"];

    /// <summary>Names of series, by the instruments that they come from.</summary>
    public static ILookup<string, string> SeriesByInstrument { get; } =
        Instruments().SelectMany(instrument => SeriesOf(instrument).Select(series => (series, instrument.Name))).ToLookup(pair => pair.Name, pair => pair.series);

    public static IReadOnlySet<string> Series { get; } =
        new HashSet<string>([.. SeriesByInstrument.SelectMany(series => series), .. Platform.SelectMany(Histogram)], StringComparer.Ordinal);

    public static IReadOnlySet<string> Labels { get; } = typeof(FlowAttributes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => Underscored((string)field.GetRawConstantValue()!))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The names in a query that are the application's own, or of its requests: of series or of labels.</summary>
    public static IEnumerable<string> In(string query) => Own().Matches(query).Select(match => match.Value);

    private static IEnumerable<Instrument> Instruments()
    {
        List<Instrument> found = [];
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => Add(instrument) };
        listener.Start();
        using var services = new ServiceCollection().AddMetrics().AddSingleton<FlowMetrics>().AddSingleton<ModelQueueMetrics>().BuildServiceProvider();
        _ = services.GetRequiredService<FlowMetrics>();
        _ = services.GetRequiredService<ModelQueueMetrics>();
        return found;

        void Add(Instrument instrument)
        {
            if (instrument.Meter.Name == FlowMeter.Name)
            {
                found.Add(instrument);
            }
        }
    }

    private static IEnumerable<string> SeriesOf(Instrument instrument)
    {
        var name = Underscored(instrument.Name) + instrument.Unit switch
        {
            "s" => "_seconds",
            ['{', .., '}'] => "",
            var unit => throw new NotSupportedException($"The unit of {instrument.Name} is '{unit}'."),
        };
        return instrument switch
        {
            Counter<long> => [name + "_total"],
            Gauge<long> => [name],
            Histogram<double> => Histogram(name),
            _ => throw new NotSupportedException($"{instrument.Name} is a {instrument.GetType()}."),
        };
    }

    private static string[] Histogram(string name) => [name + "_bucket", name + "_count", name + "_sum"];

    private static string Underscored(string name) => name.Replace('.', '_');

    [GeneratedRegex(@"\b(flow|error|http_(client|server)_request)_[a-z_]+\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Own();
}
