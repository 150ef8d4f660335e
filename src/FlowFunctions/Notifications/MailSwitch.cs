using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Notifications;

/// <summary>Says at start-up whether mail is sent.</summary>
internal sealed partial class MailSwitch(IOptions<NotificationsOptions> options, ILogger<MailSwitch> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Smtp is { } smtp)
        {
            LogOn(smtp.Host, smtp.Port);
        }
        else
        {
            LogOff();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1806, LogLevel.Information, "Notifications by mail go through {Host}:{Port}.")]
    private partial void LogOn(string host, int port);

    [LoggerMessage(1807, LogLevel.Information, "No mail is sent, because Notifications:Smtp:Host is not set; who should get mail finds the message in the feed (GET /2/0/notifications).")]
    private partial void LogOff();
}
