using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace FlowFunctions.Storage;

/// <summary>Puts messages on queues that were made at start-up, and that somebody may have deleted since: such a queue is made again, for nothing would be sent until the next start.</summary>
internal static class QueueSending
{
    /// <summary>A message waits for as long as the application is down.</summary>
    private static readonly TimeSpan NeverExpires = TimeSpan.FromSeconds(-1);

    /// <param name="queue">Where to.</param>
    /// <param name="message">At most 64 KiB, as it is encoded.</param>
    /// <param name="visibleAfter">From now on; null for at once.</param>
    /// <param name="cancellationToken">Gives up; the message may be there.</param>
    /// <exception cref="RequestFailedException">Storage did not take it.</exception>
    public static async Task PutAsync(this QueueClient queue, BinaryData message, TimeSpan? visibleAfter, CancellationToken cancellationToken)
    {
        try
        {
            await queue.SendMessageAsync(message, visibleAfter, NeverExpires, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await queue.SendMessageAsync(message, visibleAfter, NeverExpires, cancellationToken);
        }
    }
}
