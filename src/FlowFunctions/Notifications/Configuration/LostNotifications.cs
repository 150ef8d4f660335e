using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Notifications.Configuration;

/// <summary>
/// Deletes the notification configurations that none of their flows and integrations names: those are gone, never came to be, or never came to name it. A configuration is written before its
/// owner, or before its owner names it, and goes after that, so that a crash between leaves one. An owner that does not know of a type of one that it names, because an earlier version has
/// written the rule, is told.
/// </summary>
public sealed partial class LostNotifications(NotificationStore notifications, Runnables runnables, TimeProvider time, ILogger<LostNotifications> logger) : IRepair
{
    /// <summary>Of a configuration: the owner of a younger one may be about to be written.</summary>
    public static readonly TimeSpan SafeAge = TimeSpan.FromHours(1);

    public string Subject => "notifications";

    public TimeSpan Interval => TimeSpan.FromDays(1);

    public async Task<int> RepairAsync(DurableTaskClient client, CancellationToken cancellationToken) => await OneByOne.RepairAsync(
        await notifications.IdsBeforeAsync(time.GetUtcNow() - SafeAge, cancellationToken),
        id => RepairAsync(id, cancellationToken),
        (id, exception) => LogNotLookedAfter(id, exception),
        cancellationToken);

    /// <returns>Whether it was deleted, or an owner told.</returns>
    private async Task<bool> RepairAsync(string id, CancellationToken cancellationToken)
    {
        if (await notifications.GetAsync(id, cancellationToken) is not { } document)
        {
            return false;
        }

        var naming = (await runnables.FindManyAsync([.. document.Input.IntegrationIds], cancellationToken)).Values.Where(owner => owner.NotificationId == id).ToList();
        if (naming.Count > 0)
        {
            return await TellAsync(document, naming, cancellationToken);
        }

        if (!await notifications.TryDeleteAsync(document, cancellationToken))
        {
            return false;
        }

        LogDeleted(id);
        return true;
    }

    private async Task<bool> TellAsync(NotificationDocument document, IEnumerable<Runnable> owners, CancellationToken cancellationToken)
    {
        var isTold = false;
        foreach (var owner in owners.Where(owner => Told(owner) is not null))
        {
            isTold |= await runnables.UpdateAsync(owner.Id, Told, cancellationToken) == WriteStatus.Written;
        }

        return isTold;

        Runnable? Told(Runnable owner) =>
            owner.NotificationId == document.Id && owner.NotifiedTypes is { } known && document.Input.Types.Except(known).Any()
                ? owner with { NotifiedTypes = [.. known.Union(document.Input.Types)] }
                : null;
    }

    [LoggerMessage(1809, LogLevel.Information, "The notification configuration {Id} was named by no flow and no integration and was deleted.")]
    private partial void LogDeleted(string id);

    [LoggerMessage(1810, LogLevel.Error, "Whether anything names the notification configuration {Id} could not be found out, or it could not be deleted; it is looked at again in a day.")]
    private partial void LogNotLookedAfter(string id, Exception exception);
}
