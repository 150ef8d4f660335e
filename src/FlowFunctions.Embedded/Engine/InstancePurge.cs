using FlowFunctions.Embedded.Engine.Instances;
using FlowFunctions.Embedded.Engine.Storage;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Engine;

/// <summary>Deletes instances that have ended, with their turns and payloads.</summary>
internal static class InstancePurge
{
    private const int BatchSize = 200;

    /// <returns>How many were deleted: 0 if there is no such instance or it has not ended.</returns>
    public static async Task<int> PurgeAsync(HubSession session, string instanceId, bool recursive, CancellationToken cancellationToken)
    {
        if (session.Find(instanceId) is { } active)
        {
            if (!active.IsEnding)
            {
                return 0;
            }

            await active.Gone.WaitAsync(cancellationToken);
        }

        if (await session.Parts.Instances.FindEndedAsync(instanceId, cancellationToken) is null)
        {
            return 0;
        }

        var purged = 0;
        if (recursive)
        {
            var children = await session.Parts.Instances.QueryEndedAsync(
                new EndedFilter { Parent = instanceId }, int.MaxValue, withPayloads: false, cancellationToken);
            foreach (var child in children)
            {
                purged += await PurgeAsync(session, child.InstanceId, recursive, cancellationToken);
            }
        }

        // The instance's own row goes last: a purge that is cut off can then be repeated.
        await session.Parts.History.DeleteAsync(instanceId, null, cancellationToken);
        await session.Parts.Instances.DeleteEndedAsync(instanceId, cancellationToken);
        return purged + 1;
    }

    public static async Task<PurgeResult> PurgeAsync(
        HubSession session, PurgeInstancesFilter filter, bool recursive, CancellationToken cancellationToken)
    {
        if (filter.Timeout <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(filter), filter.Timeout, "PurgeInstancesFilter.Timeout must be a positive TimeSpan.");
        }

        var time = session.Parts.Time;
        var began = time.GetTimestamp();
        var ended = new EndedFilter { CreatedFrom = filter.CreatedFrom, CreatedTo = filter.CreatedTo, Statuses = filter.Statuses?.ToList() };
        var purged = 0;
        while (true)
        {
            var batch = await session.Parts.Instances.QueryEndedAsync(ended, BatchSize, withPayloads: false, cancellationToken);
            foreach (var instance in batch)
            {
                if (time.GetElapsedTime(began) >= filter.Timeout)
                {
                    return new PurgeResult(purged, isComplete: false);
                }

                purged += await PurgeAsync(session, instance.InstanceId, recursive, cancellationToken);
            }

            if (batch.Count < BatchSize)
            {
                return new PurgeResult(purged, isComplete: true);
            }

            // On from the last one: an instance whose id runs again is not purged, and must not be met forever.
            ended = ended with { After = batch[^1].InstanceId };
        }
    }
}
