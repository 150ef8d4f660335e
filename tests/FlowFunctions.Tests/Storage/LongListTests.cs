using Azure.Data.Tables;
using FlowFunctions.Core.Flows;
using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Storage;

/// <summary>Ten thousand flows: a page costs the same storage calls wherever it is, and pages of any size are the same list.</summary>
[Needs(Need.Azurite)]
public sealed class LongListTests(AzuriteFixture azurite)
{
    private const int Count = 10_000;
    private const int TransactionLength = 100;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_flows_are_paged_at_the_cost_of_the_page()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var ids = await FillAsync(scope.Tables.Flows);
        using var counted = new CountingTransport();
        using var flows = scope.FlowsThrough(counted, azurite.ConnectionString);
        Assert.Equal(Count, (await flows.ListAsync(new(0, 1), Cancel)).TotalSize);

        var calls = new List<int>();
        foreach (var offset in new[] { 0, 100, 4_950, 9_900 })
        {
            counted.Reset();
            var page = await flows.ListAsync(new(offset, 100), Cancel);
            calls.Add(counted.Requests);
            Assert.Equal(ids.Skip(offset).Take(100), page.Items.Select(flow => flow.Id));
        }

        // The version row, and one range of keys.
        Assert.All(calls, call => Assert.Equal(2, call));

        foreach (var offset in new[] { 0, 5_000, 9_980 })
        {
            counted.Reset();
            await flows.ListAsync(new(offset, 20, ListOrder.NameDescending), Cancel);
            Assert.InRange(counted.Requests, 1, 21);
        }

        var sets = await Task.WhenAll(new[] { 700, 1_000, 5_000 }.Select(limit => PagesAsync(flows, limit)));
        Assert.All(sets, set => Assert.Equal(ids, set));
    }

    private static async Task<IEnumerable<string>> PagesAsync(FlowStore flows, int limit)
    {
        var offsets = Enumerable.Range(0, (Count + limit - 1) / limit).Select(page => page * limit);
        var pages = await Task.WhenAll(offsets.Select(offset => flows.ListAsync(new(offset, limit), Cancel)));
        return pages.SelectMany(page => page.Items).Select(flow => flow.Id);
    }

    /// <summary>Rows as the store writes them, without those that keep names unique.</summary>
    private static async Task<List<string>> FillAsync(TableClient table)
    {
        var rows = new DocumentRows<FlowDocument>("flows");
        var documents = Enumerable.Range(0, Count).Select(i => Documents.Flow($"Flow {i * 7919 % Count}", second: i)).ToList();
        await Parallel.ForEachAsync(
            documents.Chunk(TransactionLength),
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancel },
            async (batch, token) => await table.SubmitTransactionAsync(batch.Select(flow => new TableTransactionAction(TableTransactionActionType.Add, rows.OfDocument(flow))), token));
        await table.UpsertEntityAsync(rows.NextVersion(), cancellationToken: Cancel);
        return [.. documents.Select(flow => flow.Id)];
    }
}
