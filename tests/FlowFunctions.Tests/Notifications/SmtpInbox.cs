using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using FlowFunctions.Testing;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace FlowFunctions.Tests.Notifications;

/// <summary>A mail server on loopback that keeps what it is sent, and refuses the recipients that the test names.</summary>
internal sealed class SmtpInbox : MessageStore, IMailboxFilter, IAsyncDisposable
{
    public const string UserName = "flows";
    public const string Password = "a mail password";

    private const int Attempts = 5;

    private readonly ConcurrentQueue<(string To, MimeMessage Mail)> _received = new();
    private readonly CancellationTokenSource _stopped = new();
    private Task _running = Task.CompletedTask;

    public int Port { get; private set; }

    /// <summary>In the order of their arrival.</summary>
    public IReadOnlyList<(string To, MimeMessage Mail)> Received => [.. _received];

    public ConcurrentDictionary<string, bool> Refused { get; } = new(StringComparer.OrdinalIgnoreCase);

    public static async Task<SmtpInbox> StartAsync()
    {
        var inbox = new SmtpInbox();
        for (var attempt = 1; ; attempt++)
        {
            inbox.Port = FreePorts.Take(1)[0];
            inbox._running = inbox.Run(inbox.Port);
            await Wait.Until(async () => inbox._running.IsCompleted || await AnswersAsync(inbox.Port));
            if (!inbox._running.IsFaulted || attempt == Attempts)
            {
                return inbox;
            }
        }
    }

    public override async Task<SmtpResponse> SaveAsync(
        ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(buffer.ToArray());
        var mail = await MimeMessage.LoadAsync(content, cancellationToken);
        foreach (var to in transaction.To)
        {
            _received.Enqueue(($"{to.User}@{to.Host}", mail));
        }

        return SmtpResponse.Ok;
    }

    public Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
        Task.FromResult(!Refused.ContainsKey($"{to.User}@{to.Host}"));

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default);
        _stopped.Dispose();
    }

    private Task Run(int port)
    {
        var options = new SmtpServerOptionsBuilder()
            .ServerName("inbox")
            .Endpoint(endpoint => endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, port)).AllowUnsecureAuthentication())
            .Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add((IMessageStore)this);
        services.Add((IMailboxFilter)this);
        services.Add(new DelegatingUserAuthenticator((name, password) => name == UserName && password == Password));
        return new SmtpServer.SmtpServer(options, services).StartAsync(_stopped.Token);
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
