using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace FlowFunctions.LocalHost.Emulator;

/// <summary>What an emulator's account holds, by name: <c>table Flows</c>.</summary>
internal sealed record StorageInventory(IReadOnlySet<string> Names)
{
    public static async Task<StorageInventory> ReadAsync(string connectionString, CancellationToken cancellationToken)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        await foreach (var table in new TableServiceClient(connectionString).QueryAsync(cancellationToken: cancellationToken))
        {
            names.Add($"table {table.Name}");
        }

        await foreach (var queue in new QueueServiceClient(connectionString).GetQueuesAsync(cancellationToken: cancellationToken))
        {
            names.Add($"queue {queue.Name}");
        }

        await foreach (var container in new BlobServiceClient(connectionString).GetBlobContainersAsync(cancellationToken: cancellationToken))
        {
            names.Add($"container {container.Name}");
        }

        return new(names);
    }

    /// <summary>In the order of the names.</summary>
    public IReadOnlyList<string> MissingIn(StorageInventory later) => [.. Names.Except(later.Names, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
