using FlowFunctions.Storage;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Runs;

/// <summary>Asks runs to end. Not by terminating the orchestration: a cancelled run still tells its targets and records its end.</summary>
internal static class RunCanceller
{
    /// <summary>True when the run's orchestration has the request, durably, and will act on it; false when the run has ended.</summary>
    public static async Task<bool> TryCancelAsync(DurableTaskClient client, RunDocument run, string user, CancellationToken cancellationToken)
    {
        if (run.EndDate is not null || !await IsAliveAsync(client, run.Id, cancellationToken))
        {
            return false;
        }

        try
        {
            return await StoragePatience.LimitAsync(
                async token =>
                {
                    await client.RaiseEventAsync(run.Id, RunFlow.CancelEvent, user, token);
                    return true;
                },
                cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A run that ends at this moment refuses the event, by an exception that each runtime has its own type for.
            if (await IsAliveAsync(client, run.Id, cancellationToken))
            {
                throw;
            }

            return false;
        }
    }

    private static async Task<bool> IsAliveAsync(DurableTaskClient client, string runId, CancellationToken cancellationToken) =>
        await client.FindAsync(runId, cancellationToken) is { IsCompleted: false };
}
