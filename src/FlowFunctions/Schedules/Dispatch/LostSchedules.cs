using FlowFunctions.Definitions;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Schedules;

/// <summary>
/// Deletes the schedules of flows and integrations that are gone. Owners go before their schedules, so that a crash between leaves one; an enabled one would go when it comes due, a disabled
/// one never.
/// </summary>
public sealed partial class LostSchedules(
    ScheduleStore schedules, FlowStore flows, IntegrationStore integrations, Runnables runnables, ILogger<LostSchedules> logger) : IRepair
{
    public string Subject => "schedules";

    public TimeSpan Interval => TimeSpan.FromHours(1);

    public async Task<int> RepairAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        var all = await schedules.ListAsync(cancellationToken);
        var ids = all.Select(schedule => schedule.OwnerId).ToList();
        var owners = await flows.ExistingAsync(ids, cancellationToken);
        var others = await integrations.ExistingAsync(ids, cancellationToken);
        return await OneByOne.RepairAsync(
            all.Where(schedule => !owners.Contains(schedule.OwnerId) && !others.Contains(schedule.OwnerId)),
            schedule => TryDeleteAsync(schedule, cancellationToken),
            (schedule, exception) => LogNotDeleted(schedule.OwnerId, exception),
            cancellationToken);
    }

    private async Task<bool> TryDeleteAsync(ScheduleDocument schedule, CancellationToken cancellationToken)
    {
        // An owner that came into being after the lists were read has its own row.
        if (await runnables.FindAsync(schedule.OwnerId, cancellationToken) is not null || !await schedules.DeleteAsync(schedule, cancellationToken))
        {
            return false;
        }

        LogDeleted(schedule.OwnerId);
        return true;
    }

    [LoggerMessage(1713, LogLevel.Error, "{OwnerId} does not exist any more, and its schedule could not be deleted; it is tried again in an hour.")]
    private partial void LogNotDeleted(string ownerId, Exception exception);

    [LoggerMessage(1712, LogLevel.Information, "{OwnerId} does not exist any more; its schedule is deleted.")]
    private partial void LogDeleted(string ownerId);
}
