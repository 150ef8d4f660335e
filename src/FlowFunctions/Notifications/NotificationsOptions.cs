using FlowFunctions.Settings;

namespace FlowFunctions.Notifications;

/// <summary>Configuration section <c>Notifications</c>: whom messages about runs go to, and how.</summary>
public sealed class NotificationsOptions : IOptionsWithFaults
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

    /// <inheritdoc/>
    /// <remarks>None quotes an address.</remarks>
    public IEnumerable<string> Faults() =>
    [
        .. Users.SelectMany(user => user.Value.Faults($"{Section}:Users:{user.Key}", user.Key)),
        .. RepeatedIds(),
        .. Smtp?.Faults() ?? [],
        .. Webhooks.SelectMany(webhook => webhook.Value.Faults($"{Section}:Webhooks:{webhook.Key}", webhook.Key)),
        .. BaseAddress is not { Length: > 0 } address || IsWebAddress(address)
            ? Enumerable.Empty<string>()
            : ["Notifications:BaseAddress must be an absolute http or https address such as https://flows.example.com, or be left out."],
        .. Fault.OutOfRange($"{Section}:DeliveryTimeout", DeliveryTimeout, MinimumDeliveryTimeout, MaximumDeliveryTimeout),
    ];

    internal static bool IsWebAddress(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.UserInfo.Length == 0;

    private IEnumerable<string> RepeatedIds() =>
        Users
            .GroupBy(user => NotificationUsers.IdOf(user.Key, user.Value), StringComparer.OrdinalIgnoreCase)
            .Where(users => users.Count() > 1)
            .Select(users => $"Notifications:Users has the id '{users.Key}' more than once, in {string.Join(" and ", users.Select(user => user.Key))}; keep one.");
}
