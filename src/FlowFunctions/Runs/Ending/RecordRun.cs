using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runs;

/// <summary>Writes a run's end and releases its flow for the next run. At-least-once: run again, it writes the same, whatever end it is given then.</summary>
public sealed class RecordRun(RunRecorder recorder, RunTelemetry telemetry, TimeProvider time, ILogger<RecordRun> logger)
{
    private readonly ActivityStorageWait _storage = new(time, logger);

    /// <returns>The run's id.</returns>
    [Function(nameof(RecordRun))]
    public async Task<string> RunAsync([ActivityTrigger] RunDocument run, CancellationToken cancellationToken)
    {
        using var scope = telemetry.Enter(run);
        await _storage.ForAsync(
            async () =>
            {
                await recorder.RecordAsync(run, cancellationToken);
                return true;
            },
            cancellationToken);
        return run.Id;
    }
}
