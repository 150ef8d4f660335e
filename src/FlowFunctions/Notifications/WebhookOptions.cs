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
}
