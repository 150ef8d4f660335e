using FlowFunctions.Core.Notifications;
using FlowFunctions.Notifications.Delivery;
using Microsoft.Extensions.Options;
using MimeKit;

namespace FlowFunctions.Notifications;

/// <summary>Says every fault of the section at once. No message quotes an address or a secret.</summary>
internal sealed class NotificationsOptionsValidation : IValidateOptions<NotificationsOptions>
{
    private const int HighestPort = 65535;

    public ValidateOptionsResult Validate(string? name, NotificationsOptions options)
    {
        List<string> faults =
        [
            .. options.Users.SelectMany(user => FaultsOf(user.Key, user.Value)),
            .. RepeatedIds(options),
            .. options.Smtp is { } smtp ? FaultsOf(smtp) : [],
            .. options.Webhooks.SelectMany(webhook => FaultsOf(webhook.Key, webhook.Value)),
        ];
        if (options.BaseAddress is { Length: > 0 } address && !IsWebAddress(address))
        {
            faults.Add("Notifications:BaseAddress must be an absolute http or https address such as https://flows.example.com, or be left out.");
        }

        if (options.DeliveryTimeout < NotificationsOptions.MinimumDeliveryTimeout || options.DeliveryTimeout > NotificationsOptions.MaximumDeliveryTimeout)
        {
            faults.Add(
                $"Notifications:DeliveryTimeout is {options.DeliveryTimeout}; set it between {NotificationsOptions.MinimumDeliveryTimeout} and {NotificationsOptions.MaximumDeliveryTimeout}.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> FaultsOf(string key, NotificationUserOptions user)
    {
        if ((user.Id ?? key).Trim() is { Length: 0 or > NotificationRule.MaximumUserIdLength })
        {
            yield return $"Notifications:Users:{key}:Id must be 1 to {NotificationRule.MaximumUserIdLength} characters, or be left out.";
        }

        if (user.Email is { Length: > 0 } email && !MailboxAddress.TryParse(email, out _))
        {
            yield return $"Notifications:Users:{key}:Email must be one mail address, or be left out.";
        }
    }

    private static IEnumerable<string> RepeatedIds(NotificationsOptions options) =>
        options.Users
            .GroupBy(user => NotificationUsers.IdOf(user.Key, user.Value), StringComparer.OrdinalIgnoreCase)
            .Where(users => users.Count() > 1)
            .Select(users => $"Notifications:Users has the id '{users.Key}' more than once, in {string.Join(" and ", users.Select(user => user.Key))}; keep one.");

    private static IEnumerable<string> FaultsOf(SmtpOptions smtp)
    {
        if (string.IsNullOrWhiteSpace(smtp.Host))
        {
            yield return "Notifications:Smtp:Host must name the mail server; remove the section Notifications:Smtp to send no mail.";
        }

        if (smtp.Port is < 1 or > HighestPort)
        {
            yield return $"Notifications:Smtp:Port is {smtp.Port}; set it between 1 and {HighestPort}.";
        }

        if (MailSender.SecurityOf(smtp.Security) is null)
        {
            yield return $"Notifications:Smtp:Security is '{smtp.Security}'; set it to start_tls, tls or none.";
        }

        if (!MailboxAddress.TryParse(smtp.From, out _))
        {
            yield return "Notifications:Smtp:From must be the sender's mail address, such as 'Flows <flows@example.com>'.";
        }

        if (string.IsNullOrEmpty(smtp.UserName) != string.IsNullOrEmpty(smtp.Password))
        {
            yield return "Notifications:Smtp needs UserName and Password together, or neither.";
        }
    }

    private static IEnumerable<string> FaultsOf(string name, WebhookOptions webhook)
    {
        var setting = $"Notifications:Webhooks:{name}";
        if (!NotificationInputReader.IsWebhookName(name))
        {
            yield return $"{setting} must be named by 1 to {NotificationInput.MaximumWebhookNameLength} letters, digits, '-' and '_'.";
        }

        if (!IsWebAddress(webhook.Url))
        {
            yield return $"{setting}:Url must be an absolute http or https address.";
        }

        if (WebhookBody.FormatOf(webhook.Format) is not { } format)
        {
            yield return $"{setting}:Format is '{webhook.Format}'; set it to json, teams or slack.";
        }
        else if (format != WebhookFormat.Json && !string.IsNullOrEmpty(webhook.Secret))
        {
            yield return $"{setting}:Secret signs calls of the format json; remove it, or set the Format to json.";
        }
    }

    private static bool IsWebAddress(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.UserInfo.Length == 0;
}
