using FlowFunctions.Http;
using FlowFunctions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Runs;

/// <summary>Every hour, deletes runs that are older than the retention and answers whose idempotency key has expired. What one hour leaves, the next one takes.</summary>
public sealed class PurgeExpired(RunPurge runs, IdempotencyPurge answers, StorageReadiness readiness)
{
    [Function(nameof(PurgeExpired))]
    public async Task RunAsync([TimerTrigger("0 17 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await readiness.WhenReadyAsync(cancellationToken);
        await answers.PurgeAsync(cancellationToken);
        await runs.PurgeAsync(client, cancellationToken);
    }
}
