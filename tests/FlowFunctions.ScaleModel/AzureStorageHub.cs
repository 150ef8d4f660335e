namespace FlowFunctions.ScaleModel;

/// <summary>
/// What Durable Functions asks of a storage account, read from the source of Azure/durabletask (DurableTask.AzureStorage, June 2026), with table-based partition management
/// and without extended sessions. Not measured: upper bounds, because under load one read takes up to 32 messages and one turn several results.
/// </summary>
internal static class AzureStorageHub
{
    private const double SecondsPerDay = 86_400;

    /// <summary>Between two looks at the leases (LeaseAcquireInterval, LeaseRenewInterval).</summary>
    private const double LeaseSeconds = 10;

    /// <summary>The host's locks and timers' states, and the hub's lease: an estimate.</summary>
    private const double BlobWritesPerDay = 20_000;

    /// <summary>The orchestration of a run whose steps follow each other, each ended by its first activity.</summary>
    /// <param name="steps">How many.</param>
    /// <param name="hasTimeOut">Whether the run has a timer: where a step of it outlasts its first activity.</param>
    public static Requests PerRun(double steps, bool hasTimeOut)
    {
        // One activity a step, and the one that records the run.
        var activities = steps + 1;

        // It fires into the ended orchestration.
        var timeOuts = hasTimeOut ? 1 : 0;

        // A turn for the start and for each result.
        var turns = 1 + activities + timeOuts;

        // The start, each activity, each result: each message is put, got and deleted.
        var queues = 3 * (1 + (2 * activities) + timeOuts);

        // A start looks whether the instance exists and writes it; a turn reads the history, appends to it and writes the instance; the purge reads and deletes.
        var tables = 2 + (3 * turns) + 3;
        return new(tables, queues, 0);
    }

    /// <summary>A step that goes on after its activity: its sub-orchestration, which is put, read and ended, and for each look an activity and a timer. Read from the source, as above.</summary>
    public static Requests PerDurableWait(double looks) => new(9 + (6 * looks), 6 + (9 * looks), 0);

    /// <summary>A hub that does nothing, for a day, with its host's listeners.</summary>
    public static Requests PerDay(Assumptions assumptions, double instances)
    {
        var hubPolls = (assumptions.Partitions + instances) * SecondsPerDay / assumptions.HubPollSeconds;

        // Each queue's function is a group of its own, whose instances are not those of Durable Functions.
        var appPolls = assumptions.AppQueues * SecondsPerDay / assumptions.AppPollSeconds;
        var leases = (instances + assumptions.Partitions) * SecondsPerDay / LeaseSeconds;
        return new(leases, hubPolls + appPolls, BlobWritesPerDay);
    }
}
