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
        var deleted = 0;
        var all = await schedules.ListAsync(cancellationToken);
        var ids = all.Select(schedule => schedule.OwnerId).ToList();
        var owners = await flows.ExistingAsync(ids, cancellationToken);
        var others = await integrations.ExistingAsync(ids, cancellationToken);
        foreach (var schedule in all.Where(schedule => !owners.Contains(schedule.OwnerId) && !others.Contains(schedule.OwnerId)))
        {
            // An owner that came into being after the lists were read has its own row.
            if (await runnables.FindAsync(schedule.OwnerId, cancellationToken) is null && await schedules.DeleteAsync(schedule, cancellationToken))
            {
                LogDeleted(schedule.OwnerId);
                deleted++;
            }
        }

        return deleted;
    }

    [LoggerMessage(1712, LogLevel.Information, "{OwnerId} does not exist any more; its schedule is deleted.")]
    private partial void LogDeleted(string ownerId);
}
