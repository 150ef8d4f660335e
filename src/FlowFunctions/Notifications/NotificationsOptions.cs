namespace FlowFunctions.Notifications;

/// <summary>Configuration section <c>Notifications</c>: whom messages about runs go to, and how.</summary>
public sealed class NotificationsOptions
{
    public const string Section = "Notifications";

    public static readonly TimeSpan MinimumDeliveryTimeout = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaximumDeliveryTimeout = TimeSpan.FromMinutes(1);

    /// <summary>The users that are known by more than their id, by id. Ids ignore case here, and none need be configured.</summary>
    public IDictionary<string, NotificationUserOptions> Users { get; } = new Dictionary<string, NotificationUserOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The mail server; null, the default, sends no mail.</summary>
    public SmtpOptions? Smtp { get; set; }

    /// <summary>Webhooks by the name that a notification configuration calls them by; names ignore case.</summary>
    public IDictionary<string, WebhookOptions> Webhooks { get; } = new Dictionary<string, WebhookOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where people reach the service, such as <c>https://flows.example.com</c>; messages link to the run there. Null, the default, gives no links.</summary>
    public string? BaseAddress { get; set; }

    /// <summary>From the start of one delivery, to one user or webhook, to its end; 1 second to 1 minute, default 20 seconds.</summary>
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
