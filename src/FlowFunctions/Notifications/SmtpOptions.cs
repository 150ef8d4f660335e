using FlowFunctions.Notifications.Delivery;
using FlowFunctions.Settings;
using MimeKit;

namespace FlowFunctions.Notifications;

/// <summary>The mail server, <c>Notifications:Smtp</c>.</summary>
public sealed class SmtpOptions : IOptionsWithFaults
{
    private const int HighestPort = 65535;

    /// <summary>Name or address; required.</summary>
    public string Host { get; set; } = "";

    /// <summary>1 to 65535, default 587 (submission, RFC 6409).</summary>
    public int Port { get; set; } = 587;

    /// <summary><c>start_tls</c>, the default; <c>tls</c> from the first byte (port 465); or <c>none</c>, for a server on the same machine.</summary>
    public string Security { get; set; } = "start_tls";

    /// <summary>Null, the default, to send without signing in.</summary>
    public string? UserName { get; set; }

    /// <summary>A secret; required with <see cref="UserName"/>.</summary>
    public string? Password { get; set; }

    /// <summary>The sender: an address, with a name or without; required.</summary>
    public string From { get; set; } = "";

    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Host))
        {
            yield return "Notifications:Smtp:Host must name the mail server; remove the section Notifications:Smtp to send no mail.";
        }

        foreach (var fault in Fault.OutOfRange("Notifications:Smtp:Port", Port, 1, HighestPort))
        {
            yield return fault;
        }

        if (MailSender.SecurityOf(Security) is null)
        {
            yield return $"Notifications:Smtp:Security is '{Security}'; set it to start_tls, tls or none.";
        }

        if (!MailboxAddress.TryParse(From, out _))
        {
            yield return "Notifications:Smtp:From must be the sender's mail address, such as 'Flows <flows@example.com>'.";
        }

        if (string.IsNullOrEmpty(UserName) != string.IsNullOrEmpty(Password))
        {
            yield return "Notifications:Smtp needs UserName and Password together, or neither.";
        }
    }
}
