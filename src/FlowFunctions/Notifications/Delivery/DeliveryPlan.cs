using FlowFunctions.Core.Notifications;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>
/// Which ways a message has to go. Who should get mail and cannot, because no address is known or no mail server is configured, finds the
/// message in the feed: nobody who is to be told is told nothing.
/// </summary>
public sealed class DeliveryPlan(NotificationUsers users, IOptions<NotificationsOptions> options)
{
    /// <summary>Feeds first: they are the most certain.</summary>
    public IReadOnlyList<DeliveryRoute> Of(NotificationMessage message)
    {
        var wantsFeed = !message.WebhooksOnly && message.Channels.Contains(NotificationChannel.InApp);
        var wantsMail = !message.WebhooksOnly && message.Channels.Contains(NotificationChannel.Email);
        var reachable = wantsMail ? message.Users.Where(GetsMail).ToList() : [];
        return
        [
            .. message.Users.Where(user => wantsFeed || (wantsMail && !reachable.Contains(user))).Select(user => new DeliveryRoute(DeliveryKind.Feed, user)),
            .. reachable.Select(user => new DeliveryRoute(DeliveryKind.Mail, user)),
            .. message.Webhooks.Select(webhook => new DeliveryRoute(DeliveryKind.Webhook, webhook)),
        ];
    }

    private bool GetsMail(string user) => options.Value.Smtp is not null && users.Find(user).Email is not null;
}
