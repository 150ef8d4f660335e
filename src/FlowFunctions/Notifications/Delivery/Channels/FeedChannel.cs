using FlowFunctions.Core.Notifications;
using FlowFunctions.Notifications.Feed;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>Puts messages into users' feeds.</summary>
internal sealed class FeedChannel(NotificationFeed feed, NotificationUsers users, RunLinks links, TimeProvider time) : IDeliveryChannel
{
    public DeliveryKind Kind => DeliveryKind.Feed;

    public Task SendAsync(NotificationMessage message, string recipient, CancellationToken cancellationToken) =>
        feed.AddAsync(
            users.Find(recipient).Caller,
            new FeedEntry
            {
                Id = message.Id,
                Type = NoticeText.Word(message.Notice.Type),
                Subject = NoticeText.Subject(message.Notice),
                Text = NoticeText.Body(message.Notice, links.Of(message.Notice)),
                IntegrationId = message.Notice.OwnerId,
                RunId = message.Notice.RunId,
                Date = time.GetUtcNow(),
            },
            cancellationToken);
}
