using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Runs;

/// <summary>Writes a run's end and releases its flow for the next run. At-least-once: run again, it writes the same.</summary>
public sealed class RecordRun(RunRecorder recorder)
{
    [Function(nameof(RecordRun))]
    public Task RunAsync([ActivityTrigger] RunDocument run, CancellationToken cancellationToken) => recorder.RecordAsync(run, cancellationToken);
}
