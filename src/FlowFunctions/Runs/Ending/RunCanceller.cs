using FlowFunctions.Storage;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Runs;

/// <summary>Asks runs to end. Not by terminating the orchestration: a cancelled run still tells its targets and records its end.</summary>
public sealed class RunCanceller(TimeProvider time)
{
    /// <summary>How long a caller waits for a run to begin, which mostly takes less than a second, at the most.</summary>
    private static readonly TimeSpan BeginsWithin = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Waits for a run that has not begun, for at most five seconds and half of what its caller has left, and tells one that has. An orchestration has that durably only once its first turn is kept,
    /// which its status tells: where a host dies in that turn, the Azure Storage provider has no such instance until the start is visible again, and drops what comes to it meanwhile
    /// ("Discarding 1 dequeued history event(s): No such instance"; AzureStorageOrchestrationService.IsExecutableInstance).
    /// </summary>
    /// <param name="client">Of the task hub.</param>
    /// <param name="run">As it is on record.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<CancelStanding> CancelAsync(DurableTaskClient client, RunDocument run, string user, CancellationToken cancellationToken)
    {
        if (run.EndDate is not null)
        {
            // Who comes back because the run had not begun may find that it was told all the same.
            return run.CancelledBy == user ? CancelStanding.Accepted : CancelStanding.Ended;
        }

        var waits = StoragePatience.Left / 2 is { } half && half < BeginsWithin ? half : BeginsWithin;
        var since = time.GetTimestamp();
        var instance = await client.FindAsync(run.Id, cancellationToken);
        while (IsPending(instance) && time.GetElapsedTime(since) < waits)
        {
            await Task.Delay(LooksAgainAfter, time, cancellationToken);
            instance = await client.FindAsync(run.Id, cancellationToken);
        }

        switch (instance)
        {
            case null:
                // A run is on record a moment before it is scheduled, or longer where its schedule's order must be tried again.
                return time.GetUtcNow().UtcDateTime - run.StartDate < RunLock.GraceOf(run.Trigger) ? CancelStanding.NotBegun : CancelStanding.Ended;
            case { IsCompleted: true }:
                return CancelStanding.Ended;
        }

        // It mostly comes to a run that has not begun all the same.
        var told = await TellAsync(client, run.Id, user, cancellationToken);
        return IsPending(instance) ? CancelStanding.NotBegun : told;
    }

    private static async Task<CancelStanding> TellAsync(DurableTaskClient client, string runId, string user, CancellationToken cancellationToken)
    {
        try
        {
            return await StoragePatience.LimitAsync(
                async token =>
                {
                    await client.RaiseEventAsync(runId, RunFlow.CancelEvent, user, token);
                    return CancelStanding.Accepted;
                },
                cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A run that ends at this moment refuses the event, by an exception that each runtime has its own type for.
            if (await client.FindAsync(runId, cancellationToken) is { IsCompleted: false })
            {
                throw;
            }

            return CancelStanding.Ended;
        }
    }

    private static bool IsPending(OrchestrationMetadata? instance) => instance is { RuntimeStatus: OrchestrationRuntimeStatus.Pending };
}
