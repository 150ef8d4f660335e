using FlowFunctions.Core.Notifications;
using MimeKit;

namespace FlowFunctions.Notifications;

/// <summary>A user of <c>Notifications:Users</c>.</summary>
public sealed class NotificationUserOptions
{
    /// <summary>The id, where it cannot be a setting's name (<c>ann@example.com</c>); null, the default, for the entry's name.</summary>
    public string? Id { get; set; }

    public string FirstName { get; set; } = "";

    public string LastName { get; set; } = "";

    /// <summary>Null, the default, for a user who gets no mail.</summary>
    public string? Email { get; set; }

    /// <summary>The name that the user calls the service by, which is the name of their key: who reads their feed. Null, the default, for the id.</summary>
    public string? Caller { get; set; }

    /// <param name="setting">The key of the user's entry.</param>
    /// <param name="name">Of the entry.</param>
    internal IEnumerable<string> Faults(string setting, string name)
    {
        if ((Id ?? name).Trim() is { Length: 0 or > NotificationRule.MaximumUserIdLength })
        {
            yield return $"{setting}:Id must be 1 to {NotificationRule.MaximumUserIdLength} characters, or be left out.";
        }

        if (Email is { Length: > 0 } && !MailboxAddress.TryParse(Email, out _))
        {
            yield return $"{setting}:Email must be one mail address, or be left out.";
        }
    }
}
