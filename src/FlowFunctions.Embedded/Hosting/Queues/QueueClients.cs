using Azure.Core;
using Azure.Storage.Queues;

namespace FlowFunctions.Embedded.Hosting.Queues;

/// <summary>Opens queues with the encoding that host.json asks for.</summary>
internal static class QueueClients
{
    public static QueueClient Open(
        string connectionString, string name, QueueSettings settings, SyncAsyncEventHandler<QueueMessageDecodingFailedEventArgs>? undecodable = null)
    {
        var options = new QueueClientOptions { MessageEncoding = settings.IsBase64 ? QueueMessageEncoding.Base64 : QueueMessageEncoding.None };
        if (undecodable is not null)
        {
            options.MessageDecodingFailed += undecodable;
        }

        return new QueueClient(connectionString, name, options);
    }
}
