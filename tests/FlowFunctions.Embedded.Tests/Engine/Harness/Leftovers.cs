using Azure.Data.Tables;
using Azure.Storage.Blobs;
using FlowFunctions.Testing;

namespace FlowFunctions.Embedded.Tests.Engine.Harness;

/// <summary>What a hub's storage still holds of instances: turns and payloads.</summary>
internal static class Leftovers
{
    public static async Task<int> CountAsync(AzuriteFixture azurite, string hub)
    {
        var count = 0;
        await foreach (var _ in new TableClient(azurite.ConnectionString, hub + "History").QueryAsync<TableEntity>())
        {
            count++;
        }

        await foreach (var _ in new BlobContainerClient(azurite.ConnectionString, hub.ToLowerInvariant() + "-payloads").GetBlobsAsync())
        {
            count++;
        }

        return count;
    }
}
