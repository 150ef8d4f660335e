using FlowFunctions.Core.Notifications;
using FlowFunctions.Notifications.Delivery;

namespace FlowFunctions.Notifications;

/// <summary>A webhook of <c>Notifications:Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>Absolute http or https address; required. A secret: chat services put the permission to post into it.</summary>
    public string Url { get; set; } = "";

    /// <summary><c>json</c>, the default; <c>teams</c> for a Workflows webhook of Microsoft Teams; or <c>slack</c> for an incoming webhook of Slack.</summary>
    public string Format { get; set; } = "json";

    /// <summary>Signs the calls of format <c>json</c>, as endpoints' calls are signed; null, the default, for unsigned calls.</summary>
    public string? Secret { get; set; }

    /// <param name="setting">The key of the webhook's entry.</param>
    /// <param name="name">Of the entry.</param>
    internal IEnumerable<string> Faults(string setting, string name)
    {
        if (!NotificationInputReader.IsWebhookName(name))
        {
            yield return $"{setting} must be named by 1 to {NotificationInput.MaximumWebhookNameLength} letters, digits, '-' and '_'.";
        }

        if (!NotificationsOptions.IsWebAddress(Url))
        {
            yield return $"{setting}:Url must be an absolute http or https address.";
        }

        if (WebhookBody.FormatOf(Format) is not { } format)
        {
            yield return $"{setting}:Format is '{Format}'; set it to json, teams or slack.";
        }
        else if (format != WebhookFormat.Json && !string.IsNullOrEmpty(Secret))
        {
            yield return $"{setting}:Secret signs calls of the format json; remove it, or set the Format to json.";
        }
    }
}
