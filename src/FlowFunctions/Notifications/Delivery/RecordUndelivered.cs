using FlowFunctions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>Takes the messages that could not be delivered after all their tries.</summary>
public sealed partial class RecordUndelivered(UndeliveredMessages undelivered, ILogger<RecordUndelivered> logger)
{

    [Function(nameof(RecordUndelivered))]
    public async Task RunAsync([QueueTrigger(StorageQueues.NotificationsPoisonName)] string message, CancellationToken cancellationToken)
    {
        if (NotificationMessageJson.Read(message) is { } read)
        {
            await undelivered.RecordAsync(read, cancellationToken);
        }
        else
        {
            LogUnreadable(message.Length);
        }
    }

    [LoggerMessage(1804, LogLevel.Error, "A message of {Length} characters about the end of a run cannot be read, and was not delivered to anybody.")]
    private partial void LogUnreadable(int length);
}
