using Azure.Data.Tables;
using FlowFunctions.Storage;
using FlowFunctions.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Connections;

/// <summary>The secrets that are stored, wherever they belong.</summary>
internal static class SecretRows
{
    public static Task<int> CountAsync(ApiApplication application, CancellationToken cancellationToken) =>
        CountAsync(application.Services.GetRequiredService<StorageTables>(), cancellationToken);

    public static async Task<int> CountAsync(StorageTables tables, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var row in tables.Connections.QueryAsync<TableEntity>("PartitionKey eq 'secrets'", cancellationToken: cancellationToken))
        {
            Assert.NotNull(row.GetString("Payload"));
            count++;
        }

        return count;
    }

    /// <summary>Makes every secret one that cannot be decrypted.</summary>
    public static async Task SpoilAsync(ApiApplication application, CancellationToken cancellationToken)
    {
        var connections = application.Services.GetRequiredService<StorageTables>().Connections;
        await foreach (var row in connections.QueryAsync<TableEntity>("PartitionKey eq 'secrets'", cancellationToken: cancellationToken))
        {
            row["Payload"] = "spoilt";
            await connections.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellationToken);
        }
    }
}
