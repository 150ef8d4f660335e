using FlowFunctions.Core;
using FlowFunctions.Core.Notifications;
using FlowFunctions.Notifications.Feed;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>Makes it known where a message did not arrive after all its tries: in the log, and in the feed of everybody whom it was for.</summary>
public sealed partial class UndeliveredMessages(
    DeliveryPlan plan, DeliveryLog log, NotificationFeed feed, NotificationUsers users, TimeProvider time, ILogger<UndeliveredMessages> logger)
{
    /// <summary>The type of their entries in the feed.</summary>
    public const string Type = "undelivered";

    /// <summary>At-least-once: each feed has one entry, and one for each copy of the message that waited for webhooks.</summary>
    public async Task RecordAsync(NotificationMessage message, CancellationToken cancellationToken)
    {
        var open = await log.OpenAsync(message, plan.Of(message), cancellationToken);
        if (open.Count == 0)
        {
            return;
        }

        var undelivered = string.Join(", ", open);
        var entry = EntryOf(message, undelivered);
        foreach (var feedOwner in message.Users.Select(user => users.Find(user).Caller).Distinct(StringComparer.Ordinal))
        {
            await feed.AddAsync(feedOwner, entry, cancellationToken);
        }

        LogUndelivered(message.Id, message.Notice.RunId, undelivered);
    }

    /// <summary>The entry's id follows from the run, and from the webhooks of a copy that is theirs alone, so that it is the same for every try.</summary>
    private FeedEntry EntryOf(NotificationMessage message, string undelivered) => new()
    {
        Id = ResourceId.Derive(message.Notice.RunId, message.WebhooksOnly ? $"{Type}/{string.Join(',', message.Webhooks)}" : Type),
        Type = Type,
        Subject = $"Not delivered: {NoticeText.Subject(message.Notice)}",
        Text = $"This message could not be delivered: {undelivered}. The log says why.\n\n{NoticeText.Body(message.Notice, link: null)}",
        IntegrationId = message.Notice.OwnerId,
        RunId = message.Notice.RunId,
        Date = time.GetUtcNow(),
    };

    [LoggerMessage(1803, LogLevel.Error, "Message {MessageId} about run {RunId} was not delivered, and will not be tried again: {Undelivered}.")]
    private partial void LogUndelivered(string messageId, string runId, string undelivered);
}
