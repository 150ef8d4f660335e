using Azure.Data.Tables;
using FlowFunctions.Testing;

namespace FlowFunctions.Embedded.Tests.Engine.Harness;

/// <summary>Takes a hub from its owner, as a process would that sees the lease expired.</summary>
internal static class Robbery
{
    public static async Task TakeLeaseAsync(AzuriteFixture azurite, string hub) =>
        await new TableClient(azurite.ConnectionString, hub + "Instances").DeleteEntityAsync("lease", "lease");

    /// <summary>Makes a row's record unreadable; where no key is given, the first row's of the partition.</summary>
    public static async Task SpoilAsync(AzuriteFixture azurite, string table, string partition, string? row)
    {
        var rows = new TableClient(azurite.ConnectionString, table);
        await foreach (var found in rows.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}")))
        {
            if (row is null || found.RowKey == row)
            {
                found["Part0"] = "{]"u8.ToArray();
                await rows.UpdateEntityAsync(found, found.ETag, TableUpdateMode.Replace);
                return;
            }
        }

        throw new InvalidOperationException($"{table} has no row {row} in {partition}.");
    }
}
