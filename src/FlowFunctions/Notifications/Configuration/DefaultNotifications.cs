using FlowFunctions.Core;
using FlowFunctions.Core.Notifications;
using FlowFunctions.Definitions;
using FlowFunctions.Security;

namespace FlowFunctions.Notifications.Configuration;

/// <summary>
/// The notification configuration that every new flow and integration has, and what becomes of it when they go. It is written before its
/// owner, which is written naming it; and taken away after its owner: a crash between leaves a configuration that nobody names, which
/// nothing follows from, and which <see cref="LostNotifications"/> takes away.
/// </summary>
public sealed class DefaultNotifications(NotificationStore notifications, TimeProvider time)
{
    /// <summary>What an owner is notified of by it.</summary>
    public static readonly IReadOnlyList<NotificationType> Types = [NotificationType.PartialFailure, NotificationType.FullFailure];

    /// <summary>A configuration for a flow or an integration that is about to be written: its creator is told in the application about failures.</summary>
    /// <returns>The configuration's id, for the owner to name, with <see cref="Types"/>.</returns>
    public async Task<string> CreateAsync(string ownerId, Caller creator, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var document = new NotificationDocument
        {
            Id = ResourceId.New(now),
            Input = new NotificationInput
            {
                IntegrationIds = [ownerId],
                Channels = [NotificationChannel.InApp],
                Rules = [.. Types.Select(type => new NotificationRule(type, [creator.Name]))],
            },
            CreatedBy = creator.Name,
            CreationDate = now,
            ModificationDate = now,
        };
        return (await notifications.CreateAsync(document, cancellationToken)).Id;
    }

    /// <summary>Takes a flow or an integration that is gone, or was never written, out of the configuration that it named; the last one takes the configuration along.</summary>
    public async Task ForgetAsync(Runnable owner, CancellationToken cancellationToken)
    {
        while (owner.NotificationId is { } id && await notifications.GetAsync(id, cancellationToken) is { } document)
        {
            string[] others = [.. document.Input.IntegrationIds.Where(other => other != owner.Id)];
            if (others.Length == document.Input.IntegrationIds.Count)
            {
                return;
            }

            var isDone = others.Length == 0
                ? await notifications.TryDeleteAsync(document, cancellationToken)
                : await notifications.TryReplaceAsync(document with { Input = document.Input with { IntegrationIds = others } }, cancellationToken) is not null;
            if (isDone)
            {
                return;
            }
        }
    }
}
