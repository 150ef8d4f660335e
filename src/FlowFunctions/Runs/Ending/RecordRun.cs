using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Runs;

/// <summary>Writes a run's end and releases its flow for the next run. At-least-once: run again, it writes the same.</summary>
public sealed class RecordRun(RunRecorder recorder, RunTelemetry telemetry)
{
    [Function(nameof(RecordRun))]
    public async Task RunAsync([ActivityTrigger] RunDocument run, CancellationToken cancellationToken)
    {
        using var scope = telemetry.Enter(run);
        await recorder.RecordAsync(run, cancellationToken);
    }
}
