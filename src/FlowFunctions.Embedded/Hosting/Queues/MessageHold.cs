using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Embedded.Hosting.Queues;

/// <summary>Keeps a message invisible to others while its function runs.</summary>
internal sealed partial class MessageHold : IAsyncDisposable
{
    private readonly CancellationTokenSource _released = new();
    private readonly Task _renewing;
    private string _receipt;

    public MessageHold(QueueClient queue, QueueMessage message, TimeSpan visibility, TimeProvider time, ILogger logger)
    {
        _receipt = message.PopReceipt;
        _renewing = RenewAsync(queue, message.MessageId, visibility, time, logger);
    }

    /// <summary>Ends the renewing.</summary>
    /// <returns>The receipt with which the message is deleted or given back.</returns>
    public async Task<string> ReleaseAsync()
    {
        await _released.CancelAsync();
        await _renewing;
        return _receipt;
    }

    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync();
        _released.Dispose();
    }

    private async Task RenewAsync(QueueClient queue, string messageId, TimeSpan visibility, TimeProvider time, ILogger logger)
    {
        try
        {
            while (true)
            {
                await Task.Delay(visibility / 2, time, _released.Token);
                // Not cancelled: an answer that is thrown away takes the new receipt with it.
                var renewed = await queue.UpdateMessageAsync(messageId, _receipt, messageText: null, visibility, CancellationToken.None);
                _receipt = renewed.Value.PopReceipt;
            }
        }
        catch (OperationCanceledException) when (_released.IsCancellationRequested)
        {
            // Released.
        }
        catch (Exception fault) when (fault is RequestFailedException or AggregateException)
        {
            RenewFailed(logger, fault, messageId);
        }
    }

    [LoggerMessage(1126, LogLevel.Warning, "Message {MessageId} could not be kept invisible; it may be handled twice")]
    private static partial void RenewFailed(ILogger logger, Exception fault, string messageId);
}
