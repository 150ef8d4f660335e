using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Benchmarks;

/// <summary>
/// What telemetry adds to the activity of a step: nothing around it; telemetry that nobody listens to; and a listener that takes every span. The function that
/// awaits its step is there in all three, and the step does nothing, so that the difference is all there is.
/// </summary>
[MemoryDiagnoser]
public class StepTelemetryBenchmark : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddLogging().AddSingleton<FlowMetrics>().AddSingleton<RunTelemetry>().BuildServiceProvider();
    private readonly StepReport _report = StepReport.Waiting(DateTime.UnixEpoch);
    private RunTelemetry _telemetry = null!;
    private ActivityListener? _listener;

    [GlobalSetup(Targets = [nameof(Without), nameof(Unheard)])]
    public void SetUp() => _telemetry = _services.GetRequiredService<RunTelemetry>();

    [GlobalSetup(Target = nameof(Traced))]
    public void Listen()
    {
        SetUp();
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == FlowTracing.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _listener?.Dispose();
        _services.Dispose();
    }

    [Benchmark(Baseline = true)]
    public async Task<StepReport> Without() => await StepAsync();

    [Benchmark]
    public async Task<StepReport> Unheard()
    {
        using var step = _telemetry.Enter(Samples.Call);
        return await StepAsync();
    }

    [Benchmark]
    public async Task<StepReport> Traced()
    {
        using var step = _telemetry.Enter(Samples.Call);
        return await StepAsync();
    }

    private async Task<StepReport> StepAsync()
    {
        await Task.CompletedTask;
        return _report;
    }
}
