using Azure.Data.Tables;
using FlowFunctions.Storage;

namespace FlowFunctions.Tests.Fuzzing;

/// <summary>What must hold of documents in storage whatever requests came: found by the rows themselves, so for every kind of document.</summary>
internal static class StorageConsistency
{
    private const string BehindIds = "g";

    /// <summary>One line for each fault.</summary>
    public static async Task<IReadOnlyList<string>> FaultsOfAsync(StorageTables tables, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (var table in tables.All)
        {
            var rows = await table.QueryAsync<TableEntity>(cancellationToken: cancellationToken).ToListAsync(cancellationToken);
            foreach (var partition in rows.GroupBy(row => row.PartitionKey).Where(rows => rows.Any(row => row.RowKey == "version")))
            {
                faults.AddRange(FaultsOf(partition.ToList()).Select(fault => $"{table.Name}/{partition.Key}: {fault}"));
            }
        }

        return faults;
    }

    /// <summary>The ids of the documents that are in the table, oldest first.</summary>
    public static async Task<IReadOnlyList<string>> DocumentIdsOfAsync(TableClient table, CancellationToken cancellationToken) =>
        await table.QueryAsync<TableEntity>(cancellationToken: cancellationToken)
            .Select(row => row.RowKey)
            .Where(key => string.CompareOrdinal(key, BehindIds) < 0)
            .ToListAsync(cancellationToken);

    private static IEnumerable<string> FaultsOf(List<TableEntity> rows)
    {
        var documents = rows.Where(row => string.CompareOrdinal(row.RowKey, BehindIds) < 0).ToDictionary(row => row.RowKey, StringComparer.Ordinal);
        var names = rows.Where(row => row.RowKey.StartsWith("name:", StringComparison.Ordinal)).ToList();
        foreach (var twin in documents.Values.GroupBy(row => row.GetString("Name").Trim().ToUpperInvariant()).Where(group => group.Count() > 1))
        {
            yield return $"{twin.Count()} documents are named '{twin.Key}'.";
        }

        foreach (var name in names.Where(name => !documents.TryGetValue(name.GetString("Id"), out var document) || document.GetString("Name") != name.GetString("Name")))
        {
            yield return $"The name '{name.GetString("Name")}' is held by {name.GetString("Id")}, which is not there or has another.";
        }

        if (names.Count != documents.Count)
        {
            yield return $"{documents.Count} documents have {names.Count} names.";
        }
    }
}
