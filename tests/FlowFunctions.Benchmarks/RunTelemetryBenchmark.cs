using System.Diagnostics;
using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using FlowFunctions.Runs;
using FlowFunctions.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Benchmarks;

/// <summary>What telemetry adds to the end of a run of twenty steps: while nobody listens, and with a listener to all spans and metrics.</summary>
[MemoryDiagnoser]
public class RunTelemetryBenchmark : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddLogging().AddSingleton<FlowMetrics>().AddSingleton<RunTelemetry>().BuildServiceProvider();
    private RunTelemetry _telemetry = null!;
    private ActivityListener? _spans;
    private MeterListener? _metrics;

    [GlobalSetup(Target = nameof(Unheard))]
    public void SetUp() => _telemetry = _services.GetRequiredService<RunTelemetry>();

    [GlobalSetup(Target = nameof(Heard))]
    public void Listen()
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == FlowTracing.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(_spans);
        _metrics = new MeterListener();
        _metrics.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == FlowMeter.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _metrics.Start();
        SetUp();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _spans?.Dispose();
        _metrics?.Dispose();
        _services.Dispose();
    }

    [Benchmark]
    public void Unheard() => _telemetry.Ended(Samples.Run);

    [Benchmark]
    public void Heard() => _telemetry.Ended(Samples.Run);
}
