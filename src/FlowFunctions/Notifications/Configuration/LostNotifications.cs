using FlowFunctions.Definitions;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Notifications.Configuration;

/// <summary>
/// Deletes the notification configurations that none of their flows and integrations names: those are gone, never came to be, or never came to name it. A configuration is written before its
/// owner, or before its owner names it, and goes after that, so that a crash between leaves one.
/// </summary>
public sealed partial class LostNotifications(NotificationStore notifications, Runnables runnables, TimeProvider time, ILogger<LostNotifications> logger) : IRepair
{
    /// <summary>Of a configuration: the owner of a younger one may be about to be written.</summary>
    public static readonly TimeSpan SafeAge = TimeSpan.FromHours(1);

    public string Subject => "notifications";

    public TimeSpan Interval => TimeSpan.FromDays(1);

    public async Task<int> RepairAsync(DurableTaskClient client, CancellationToken cancellationToken) => await OneByOne.RepairAsync(
        await notifications.IdsBeforeAsync(time.GetUtcNow() - SafeAge, cancellationToken),
        id => TryDeleteAsync(id, cancellationToken),
        (id, exception) => LogNotLookedAfter(id, exception),
        cancellationToken);

    private async Task<bool> TryDeleteAsync(string id, CancellationToken cancellationToken)
    {
        if (await notifications.GetAsync(id, cancellationToken) is not { } document
            || (await runnables.FindManyAsync([.. document.Input.IntegrationIds], cancellationToken)).Values.Any(owner => owner.NotificationId == id)
            || !await notifications.TryDeleteAsync(document, cancellationToken))
        {
            return false;
        }

        LogDeleted(id);
        return true;
    }

    [LoggerMessage(1809, LogLevel.Information, "The notification configuration {Id} was named by no flow and no integration and was deleted.")]
    private partial void LogDeleted(string id);

    [LoggerMessage(1810, LogLevel.Error, "Whether anything names the notification configuration {Id} could not be found out, or it could not be deleted; it is looked at again in a day.")]
    private partial void LogNotLookedAfter(string id, Exception exception);
}
