using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Core.Notifications;
using FlowFunctions.Core.Texts;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>What is sent to a webhook.</summary>
internal static class WebhookBody
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null where the word has no meaning.</summary>
    public static WebhookFormat? FormatOf(string word) => word switch
    {
        "json" => WebhookFormat.Json,
        "teams" => WebhookFormat.Teams,
        "slack" => WebhookFormat.Slack,
        _ => null,
    };

    /// <param name="format">What the receiver understands.</param>
    /// <param name="message">What there is to tell.</param>
    /// <param name="link">Where the run can be read; null for none.</param>
    /// <returns>JSON of at most <see cref="MaximumBytes"/>. Where that is too little, the last steps are counted instead of named, and then the run's message is cut.</returns>
    public static ReadOnlyMemory<byte> Write(WebhookFormat format, NotificationMessage message, string? link)
    {
        while (true)
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(Compose(format, message, link), Readable);
            if (bytes.Length <= MaximumBytes(format) || Shortened(message.Notice) is not { } shorter)
            {
                return bytes;
            }

            message = message with { Notice = shorter };
        }
    }

    /// <summary>
    /// What a receiver takes. Teams refuses a message of more than 28 KB (https://learn.microsoft.com/microsoftteams/limits-specifications-teams), Slack cuts a text of more than 40,000 characters
    /// (https://api.slack.com/changelog/2018-04-truncating-really-long-messages), which is never fewer bytes. The plain form has no limit but that of the message on its queue.
    /// </summary>
    internal static int MaximumBytes(WebhookFormat format) => format switch
    {
        WebhookFormat.Teams => 28_000,
        WebhookFormat.Slack => 40_000,
        _ => int.MaxValue,
    };

    /// <summary>Null where nothing is left to leave out.</summary>
    private static RunNotice? Shortened(RunNotice notice) =>
        notice.FailedSteps.Count > 0 ? notice with { FailedSteps = [.. notice.FailedSteps.SkipLast(1)], FurtherFailedSteps = notice.FurtherFailedSteps + 1 }
        : notice.Message.Length > 1 ? notice with { Message = ForeignText.Clean(notice.Message, notice.Message.Length / 2) }
        : null;

    private static JsonObject Compose(WebhookFormat format, NotificationMessage message, string? link) => format switch
    {
        WebhookFormat.Teams => Teams(message.Notice, link),
        WebhookFormat.Slack => Slack(message.Notice, link),
        _ => Json(message, link),
    };

    private static JsonObject Json(NotificationMessage message, string? link)
    {
        var notice = message.Notice;
        return new JsonObject
        {
            ["id"] = message.Id,
            ["type"] = NoticeText.Word(notice.Type),
            ["subject"] = NoticeText.Subject(notice),
            ["text"] = NoticeText.Body(notice, link),
            ["integrationId"] = notice.OwnerId,
            ["name"] = notice.OwnerName,
            ["isFlow"] = notice.IsFlow,
            ["runId"] = notice.RunId,
            ["success"] = notice.Success,
            ["message"] = notice.Message,
            ["executionErrorCode"] = notice.ErrorCode,
            ["triggeredBy"] = notice.TriggeredBy,
            ["triggerSource"] = notice.TriggerSource,
            ["startDate"] = Date(notice.StartDate),
            ["endDate"] = Date(notice.EndDate),
            ["link"] = link,
        };
    }

    /// <summary>https://adaptivecards.io/explorer/; in a text block, a line feed needs another to count.</summary>
    private static JsonObject Teams(RunNotice notice, string? link)
    {
        var card = new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.4",
            ["body"] = new JsonArray(
                TextBlock(NoticeText.Subject(notice), "Bolder", "Large"),
                TextBlock(NoticeText.Body(notice, link: null).Replace("\n", "\n\n", StringComparison.Ordinal), "Default", "Default")),
        };
        if (link is not null)
        {
            card["actions"] = new JsonArray(new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = "Open the run", ["url"] = link });
        }

        return new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(
                new JsonObject { ["contentType"] = "application/vnd.microsoft.card.adaptive", ["contentUrl"] = null, ["content"] = card }),
        };
    }

    private static JsonObject TextBlock(string text, string weight, string size) =>
        new() { ["type"] = "TextBlock", ["text"] = WithoutLinks(text), ["weight"] = weight, ["size"] = size, ["wrap"] = true };

    /// <summary>
    /// A text block's text is a subset of Markdown (https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features): unescaped, a step's message could show one address and lead to
    /// another.
    /// </summary>
    private static string WithoutLinks(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal).Replace("]", @"\]", StringComparison.Ordinal);

    /// <summary>Three characters are Slack's own (https://api.slack.com/reference/surfaces/formatting): unescaped, a step's message could call a whole channel.</summary>
    private static JsonObject Slack(RunNotice notice, string? link)
    {
        var text = $"*{Escape(NoticeText.Subject(notice))}*\n{Escape(NoticeText.Body(notice, link: null))}";
        return new JsonObject { ["text"] = link is null ? text : $"{text}<{link}|Open the run>" };
    }

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Date(DateTime date) => date.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
