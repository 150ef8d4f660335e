using System.Diagnostics.Metrics;

namespace FlowFunctions.Telemetry;

/// <summary>The meter of the application's own instruments. One that nobody listens to costs a comparison.</summary>
internal static class FlowMeter
{
    public const string Name = "FlowFunctions";

    /// <summary>Of runs and steps, in seconds: from a moment to a day.</summary>
    public static readonly IReadOnlyList<double> Durations = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 150, 300, 600, 1800, 3600, 7200, 14400, 43200, 86400];

    /// <summary>Of waits that should be short, in seconds.</summary>
    public static readonly IReadOnlyList<double> Waits = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 1800, 3600];

    /// <summary>The same one for all who ask.</summary>
    public static Meter Of(IMeterFactory meters) => meters.Create(Name);

    public static Histogram<double> CreateSeconds(this Meter meter, string name, string description, IReadOnlyList<double> buckets) =>
        meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
}
