using System.Text.Json.Serialization;

namespace FlowFunctions.Core.Notifications;

/// <summary>A notification configuration as its author wrote it: for which integrations and flows, over which channels, and who is told about what.</summary>
public sealed record NotificationInput
{
    public const int MaximumIntegrations = 50;
    public const int MaximumWebhooks = 10;
    public const int MaximumWebhookNameLength = 64;

    /// <summary>Ids of integrations and flows, 1 to 50, each once.</summary>
    public required IReadOnlyList<string> IntegrationIds { get; init; }

    /// <summary>Each at most once; empty only where there are webhooks.</summary>
    public required IReadOnlyList<NotificationChannel> Channels { get; init; }

    /// <summary>
    /// Names of configured webhooks, at most 10, each once: they are called once for every end that <see cref="Rules"/> has a type for. Beside
    /// <see cref="Channels"/> and not among them, so that clients that know only CloudWorks's channels can read every configuration.
    /// </summary>
    public IReadOnlyList<string> Webhooks { get; init; } = [];

    /// <summary>1 to 3, one a type. An end whose type has no rule is told to nobody.</summary>
    public required IReadOnlyList<NotificationRule> Rules { get; init; }

    /// <summary>The types of ends that there is a rule for.</summary>
    [JsonIgnore]
    public IEnumerable<NotificationType> Types => Rules.Select(rule => rule.Type);
}
