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
}
