using FlowFunctions.Http;
using FlowFunctions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Runs;

/// <summary>
/// Every hour, deletes runs that are older than the retention, answers whose idempotency key has expired, sessions that are over, and what others keep for a time.
/// What one hour leaves, the next one takes. One function for all of it, because on Azure each timer is scaled, and kept ready, by itself.
/// </summary>
public sealed class PurgeExpired(RunPurge runs, IdempotencyPurge answers, SessionPurge sessions, IEnumerable<IPurge> others, StorageReadiness readiness)
{
    [Function(nameof(PurgeExpired))]
    public async Task RunAsync([TimerTrigger("0 17 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await readiness.WhenReadyAsync(cancellationToken);

        // Beside each other: one that fails, or takes its time, holds up no other.
        await Task.WhenAll(
        [
            answers.PurgeAsync(cancellationToken),
            sessions.PurgeAsync(cancellationToken),
            runs.PurgeAsync(client, cancellationToken),
            .. others.Select(purge => purge.PurgeAsync(cancellationToken)),
        ]);
    }
}
