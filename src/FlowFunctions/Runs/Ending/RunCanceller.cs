using FlowFunctions.Storage;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Runs;

/// <summary>Asks runs to end. Not by terminating the orchestration: a cancelled run still tells its targets and records its end.</summary>
public sealed class RunCanceller(TimeProvider time)
{
    /// <summary>How long a caller waits for a run to begin; it mostly takes less than a second.</summary>
    private static readonly TimeSpan BeginsWithin = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// An orchestration has the request durably only once its first turn is kept, which its status tells: where a host dies in that turn, the Azure Storage provider has no such instance until
    /// the start is visible again, and drops what comes to it meanwhile ("Discarding 1 dequeued history event(s): No such instance"; AzureStorageOrchestrationService.IsExecutableInstance).
    /// </summary>
    /// <param name="client">Of the task hub.</param>
    /// <param name="run">As it is on record.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<CancelStanding> CancelAsync(DurableTaskClient client, RunDocument run, string user, CancellationToken cancellationToken)
    {
        if (run.EndDate is not null)
        {
            return CancelStanding.Ended;
        }

        switch (await BegunAsync(client, run.Id, cancellationToken))
        {
            case null or { IsCompleted: true }:
                return CancelStanding.Ended;
            case { RuntimeStatus: OrchestrationRuntimeStatus.Pending }:
                return CancelStanding.NotBegun;
        }

        try
        {
            return await StoragePatience.LimitAsync(
                async token =>
                {
                    await client.RaiseEventAsync(run.Id, RunFlow.CancelEvent, user, token);
                    return CancelStanding.Accepted;
                },
                cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A run that ends at this moment refuses the event, by an exception that each runtime has its own type for.
            if (await client.FindAsync(run.Id, cancellationToken) is { IsCompleted: false })
            {
                throw;
            }

            return CancelStanding.Ended;
        }
    }

    /// <returns>The instance once it has begun, or as it is when that has been waited for long enough; null where there is none.</returns>
    private async Task<OrchestrationMetadata?> BegunAsync(DurableTaskClient client, string runId, CancellationToken cancellationToken)
    {
        for (var began = time.GetTimestamp(); ;)
        {
            var instance = await client.FindAsync(runId, cancellationToken);
            if (instance is not { RuntimeStatus: OrchestrationRuntimeStatus.Pending } || time.GetElapsedTime(began) >= BeginsWithin)
            {
                return instance;
            }

            await Task.Delay(LooksAgainAfter, time, cancellationToken);
        }
    }
}
