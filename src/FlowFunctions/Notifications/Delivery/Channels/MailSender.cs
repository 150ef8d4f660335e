using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using FlowFunctions.Core.Notifications;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>Sends messages by SMTP, each to one user: a server that refuses one recipient must not keep the message from the others.</summary>
internal sealed class MailSender(NotificationUsers users, RunLinks links, IOptions<NotificationsOptions> options, TimeProvider time) : IDeliveryChannel
{
    public DeliveryKind Kind => DeliveryKind.Mail;

    /// <summary>Null where the word has no meaning.</summary>
    public static SecureSocketOptions? SecurityOf(string word) => word switch
    {
        "start_tls" => SecureSocketOptions.StartTls,
        "tls" => SecureSocketOptions.SslOnConnect,
        "none" => SecureSocketOptions.None,
        _ => null,
    };

    public async Task SendAsync(NotificationMessage message, string recipient, CancellationToken cancellationToken)
    {
        if (options.Value.Smtp is not { } smtp)
        {
            throw new DeliveryFailedException("no mail server is configured; set Notifications:Smtp:Host");
        }

        if (users.Find(recipient).Email is not { } address)
        {
            throw new DeliveryFailedException("the user has no mail address; set it under Notifications:Users");
        }

        using var mail = Compose(message, recipient, address, smtp);
        using var limit = new CancellationTokenSource(options.Value.DeliveryTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await SendAsync(mail, smtp, either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeliveryFailedException(
                $"the mail server did not take the message within {options.Value.DeliveryTimeout.TotalSeconds:0.###} seconds", exception) { IsTransient = true };
        }
        catch (Exception exception) when (Describe(exception) is { } reason)
        {
            // The exception itself may quote the recipient's address, and goes no further.
            throw new DeliveryFailedException(reason) { IsTransient = IsTransient(exception) };
        }
    }

    private static async Task SendAsync(MimeMessage mail, SmtpOptions smtp, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync(smtp.Host, smtp.Port, SecurityOf(smtp.Security)!.Value, cancellationToken);
        if (!string.IsNullOrEmpty(smtp.UserName))
        {
            await client.AuthenticateAsync(smtp.UserName, smtp.Password ?? "", cancellationToken);
        }

        await client.SendAsync(mail, cancellationToken);
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or ProtocolException or CommandException or OperationCanceledException)
        {
            // The server has taken the message; how it takes leave does not matter.
        }
    }

    private MimeMessage Compose(NotificationMessage message, string recipient, string address, SmtpOptions smtp)
    {
        var user = users.Find(recipient);
        var to = MailboxAddress.Parse(address);
        if (string.IsNullOrEmpty(to.Name))
        {
            to.Name = $"{user.FirstName} {user.LastName}".Trim();
        }

        var from = MailboxAddress.Parse(smtp.From);
        var mail = new MimeMessage
        {
            Subject = NoticeText.Subject(message.Notice),
            Body = new TextPart("plain") { Text = NoticeText.Body(message.Notice, links.Of(message.Notice)) },
            Date = time.GetUtcNow(),

            // The same for every try, so that a mailbox can tell a repeated message.
            MessageId = $"{message.Id}.{Digest(recipient)}@{(string.IsNullOrEmpty(from.Domain) ? "flows" : from.Domain)}",
        };
        mail.From.Add(from);
        mail.To.Add(to);

        // No auto-reply shall answer it (RFC 3834).
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mail;
    }

    private static string? Describe(Exception exception) => exception switch
    {
        SmtpCommandException command => $"the mail server answered {(int)command.StatusCode} ({command.ErrorCode})",
        AuthenticationException => "the mail server refused the user name or password of Notifications:Smtp",
        SslHandshakeException => "no secure connection to the mail server: its certificate or protocol was refused",
        NotSupportedException => "the mail server does not offer what Notifications:Smtp:Security asks for",
        SocketException socket => $"no connection to the mail server: {socket.SocketErrorCode}",
        IOException or ProtocolException or ServiceNotConnectedException => "the mail server broke the connection off",
        _ => null,
    };

    /// <summary>A reply of 4yz asks for another try later (RFC 5321, 4.2.1).</summary>
    private static bool IsTransient(Exception exception) =>
        exception is SocketException or IOException or ServiceNotConnectedException || exception is SmtpCommandException { StatusCode: var code } && (int)code is >= 400 and < 500;

    private static string Digest(string recipient) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(recipient)).AsSpan(0, 8));
}
