namespace FlowFunctions.Notifications.Delivery;

/// <summary>What a webhook's receiver understands.</summary>
public enum WebhookFormat
{
    /// <summary>The message's fields and its text.</summary>
    Json,

    /// <summary>An Adaptive Card, as Workflows of Microsoft Teams take it.</summary>
    Teams,

    /// <summary>Text, as incoming webhooks of Slack take it.</summary>
    Slack,
}
