using Azure.Data.Tables;
using CsCheck;
using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Schedules;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Tests.Storage;

[Needs(Need.Azurite)]
public class DocumentListTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_of_any_size_make_up_the_list_in_every_order()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flows = await CreateAsync(scope, 57);
        var cases = Gen.Select(Gen.Int[1, 60], Gen.Enum<ListOrder>(), Gen.OneOf<string?>(null, "user0", "user1", "nobody"));

        await cases.SampleAsync(
            async (limit, order, createdBy) =>
            {
                var expected = Sort(flows.Where(flow => createdBy is null || flow.CreatedBy == createdBy), order).Select(flow => flow.Id).ToList();
                var offsets = Enumerable.Range(0, (expected.Count / limit) + 2).Select(page => page * limit);

                // All at once, as clients that page in parallel do.
                var pages = await Task.WhenAll(offsets.Select(offset => scope.Flows.ListAsync(new(offset, limit, order, createdBy), Cancel)));

                Assert.All(pages, page => Assert.Equal(expected.Count, page.TotalSize));
                Assert.Equal(expected, pages.SelectMany(page => page.Items).Select(flow => flow.Id));
                Assert.All(pages, page => Assert.True(page.Items.Count <= limit));
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public void List_orders_by_name_ignoring_case_with_the_id_as_tie_break()
    {
        var index = new KeyIndex("1", [Entry("3", "beta"), Entry("1", "Beta"), Entry("2", "alpha"), Entry("0", "GAMMA")]);

        Assert.Equal(["2", "1", "3", "0"], index.Slice(new(0, 10, ListOrder.Name)).Page.Select(entry => entry.Id));
        Assert.Equal(["0", "3", "1", "2"], index.Slice(new(0, 10, ListOrder.NameDescending)).Page.Select(entry => entry.Id));
        Assert.Equal(["0", "1", "2", "3"], index.Slice(new(0, 10)).Page.Select(entry => entry.Id));
        Assert.Empty(index.Slice(new(int.MaxValue, int.MaxValue)).Page);
    }

    [Fact]
    public async Task States_and_parts_of_names_choose_what_is_listed_and_counted()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flows = await CreateAsync(scope, 23);

        var running = await scope.Flows.ListAsync(new(0, 100) { States = ["running"] }, Cancel);
        var endedOrNever = await scope.Flows.ListAsync(new(2, 3) { States = ["success", "failure", "none"], NamePart = "LOW 6" }, Cancel);
        var byName = await scope.Flows.ListAsync(new(0, 100) { NamePart = "LOW 6" }, Cancel);

        Assert.Equal(flows.Where(flow => flow.State == "running").Select(flow => flow.Name), running.Items.Select(flow => flow.Name));
        var expected = flows.Where(flow => flow.State != "running" && flow.Name.Contains("low 6", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(expected.Skip(2));
        Assert.Equal(flows.Where(flow => flow.Name.Contains("low 6", StringComparison.Ordinal)).Select(flow => flow.Name), byName.Items.Select(flow => flow.Name));
        Assert.InRange(byName.TotalSize, expected.Count + 1, flows.Count - 1);
        Assert.Equal(expected.Count, endedOrNever.TotalSize);
        Assert.Equal(expected.Skip(2).Take(3).Select(flow => flow.Name), endedOrNever.Items.Select(flow => flow.Name));
    }

    /// <summary>An earlier version wrote no state beside the document.</summary>
    [Fact]
    public async Task Documents_of_an_earlier_version_are_found_by_their_state_and_date()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var old = Documents.Flow("Old") with { LatestRun = RunOf(1) };
        await scope.Flows.CreateAsync(old, Cancel);
        await scope.Flows.CreateAsync(Documents.Flow("New", second: 1), Cancel);
        await MakeOldAsync(scope, old.Id);

        Assert.Equal(["Old"], (await scope.Flows.ListAsync(new(0, 10) { States = ["running"] }, Cancel)).Items.Select(flow => flow.Name));
        Assert.Equal(["Old", "New"], (await scope.Flows.ListAsync(new(0, 10, ListOrder.LatestDescending), Cancel)).Items.Select(flow => flow.Name));
    }

    [Fact]
    public async Task Rows_of_an_earlier_version_are_completed_and_the_documents_stay_as_they_are()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flows = await CreateAsync(scope, 20);
        foreach (var flow in flows.Take(12))
        {
            await MakeOldAsync(scope, flow.Id);
        }

        var before = await RowsAsync(scope);

        Assert.Equal(12, await scope.FlowsOfAnotherProcess().CompleteRowsAsync(Cancel));
        Assert.Equal(0, await scope.FlowsOfAnotherProcess().CompleteRowsAsync(Cancel));

        var after = await RowsAsync(scope);
        Assert.Equal(before.Select(row => (row.RowKey, row.GetString("Document"))), after.Select(row => (row.RowKey, row.GetString("Document"))));
        Assert.All(after, row => Assert.Equal(
            Standing.Of(flows.Single(flow => flow.Id == row.RowKey)), new(row.GetString("State"), row.GetDateTimeOffset("LatestDate"), row.GetDateTimeOffset("ModificationDate")!.Value)));
        Assert.Equal(before.Skip(12).Select(row => row.ETag), after.Skip(12).Select(row => row.ETag));
    }

    /// <summary>Another process writes between the read of the row and its completion: what it has written stays.</summary>
    [Fact]
    public async Task Row_that_changes_while_it_is_completed_is_left_alone()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flow = (await scope.Flows.CreateAsync(Documents.Flow("Old"), Cancel)).Document!;
        await MakeOldAsync(scope, flow.Id);
        using var meanwhile = new InterleavingTransport(
            request => request.Method != Azure.Core.RequestMethod.Get,
            () => scope.Flows.UpdateAsync(flow.Id, current => current with { ModifiedBy = "someone", LatestRun = RunOf(1) }, Cancel));

        Assert.Equal(0, await scope.FlowsThrough(meanwhile, azurite.ConnectionString).CompleteRowsAsync(Cancel));

        Assert.Equal("running", Assert.Single(await RowsAsync(scope)).GetString("State"));
        Assert.Equal("someone", (await scope.Flows.GetAsync(flow.Id, Cancel))!.ModifiedBy);
    }

    [Fact]
    public async Task Changes_of_another_process_are_in_the_next_list()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var other = scope.FlowsOfAnotherProcess();
        Assert.Empty((await other.ListAsync(new(0, 10), Cancel)).Items);

        var flow = (await scope.Flows.CreateAsync(Documents.Flow("First", referrers: [Documents.Id(), "ref"]), Cancel)).Document!;
        Assert.Equal(["First"], await NamesAsync());

        flow = (await scope.Flows.ReplaceAsync(flow, flow with { Input = flow.Input with { Name = "Renamed" } }, Cancel)).Document!;
        Assert.Equal(["Renamed"], await NamesAsync());

        flow = (await scope.Flows.ReplaceAsync(flow, flow with { ModifiedBy = "someone" }, Cancel)).Document!;
        Assert.Equal("someone", (await other.ListAsync(new(0, 10), Cancel)).Items.Single().ModifiedBy);

        Assert.Single(await other.ReferrersOfAsync("ref", Cancel));
        flow = (await scope.Flows.ReplaceAsync(flow, flow with { Input = Documents.FlowInput("Renamed", [Documents.Id(), Documents.Id()]) }, Cancel)).Document!;
        Assert.Empty(await other.ReferrersOfAsync("ref", Cancel));

        await scope.Flows.DeleteAsync(flow, Cancel);
        Assert.Empty(await NamesAsync());

        async Task<IEnumerable<string>> NamesAsync() => (await other.ListAsync(new(0, 10, ListOrder.Name), Cancel)).Items.Select(item => item.Name);
    }

    [Fact]
    public async Task Unchanged_list_is_not_scanned_again()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        await CreateAsync(scope, 5);
        var counted = new CountingTransport();
        var process = scope.FlowsThrough(counted, azurite.ConnectionString);
        await process.ListAsync(new(0, 2), Cancel);
        counted.Reset();

        await process.ListAsync(new(0, 2), Cancel);

        // The version row and the page's two rows.
        Assert.Equal(3, counted.Requests);
    }

    /// <summary>Of the 60 flows, 40 are as an earlier version has written them.</summary>
    [Fact]
    public async Task States_and_dates_cost_one_scan_that_all_share_for_two_seconds()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flows = await CreateAsync(scope, 60);
        await Task.WhenAll(flows.Take(40).Select(flow => MakeOldAsync(scope, flow.Id)));
        var counted = new CountingTransport();
        var time = new FakeTimeProvider();
        var process = scope.FlowsThrough(counted, azurite.ConnectionString, time);
        await process.ListAsync(new(0, 1), Cancel);

        // The version row and the page, of 20 calls; a scan, and one range of the rows that say nothing.
        Assert.Equal((20 * 2) + 2, await CountAsync(20));
        Assert.Equal(2, await CountAsync(1));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2 + 2, await CountAsync(1));

        Assert.Equal(40, await process.CompleteRowsAsync(Cancel));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2 + 1, await CountAsync(1));

        async Task<int> CountAsync(int calls)
        {
            counted.Reset();
            var pages = await Task.WhenAll(Enumerable.Range(0, calls).Select(_ => process.ListAsync(new(0, 60, ListOrder.LatestDescending) { States = ["success", "failure", "none"] }, Cancel)));
            Assert.All(pages, page => Assert.Equal(45, page.TotalSize));
            return counted.Requests;
        }
    }

    /// <summary>Whoever starts a run and lists what is running must find it, also in a scan that is under way or shared.</summary>
    [Fact]
    public async Task States_that_this_process_has_written_are_in_the_next_list_and_those_of_another_after_two_seconds()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var time = new FakeTimeProvider();
        using var plain = new CountingTransport();
        var process = scope.FlowsThrough(plain, azurite.ConnectionString, time);
        var flow = (await process.CreateAsync(Documents.Flow("One"), Cancel)).Document!;
        Assert.Empty(await RunningAsync(process));

        flow = (await process.ReplaceAsync(flow, flow with { LatestRun = RunOf(1) }, Cancel)).Document!;
        Assert.Equal(["One"], await RunningAsync(process));

        await process.CreateAsync(Documents.Flow("Two", second: 1) with { LatestRun = RunOf(1) }, Cancel);
        Assert.Equal(["One", "Two"], await RunningAsync(process));

        await scope.Flows.CreateAsync(Documents.Flow("Three", second: 2) with { LatestRun = RunOf(1) }, Cancel);
        await process.DeleteAsync(flow, Cancel);
        Assert.Equal(["Two"], await RunningAsync(process));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["Two", "Three"], await RunningAsync(process));
    }

    [Fact]
    public async Task State_that_is_written_while_a_scan_is_under_way_is_in_it()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        await scope.Flows.CreateAsync(Documents.Flow("One"), Cancel);
        FlowStore process = null!;
        using var meanwhile = new InterleavingTransport(
            request => request.Uri.ToUri().Query.Contains("ModificationDate", StringComparison.Ordinal),
            async () => await process.CreateAsync(Documents.Flow("Two", second: 1) with { LatestRun = RunOf(1) }, Cancel),
            isAfter: true);
        process = scope.FlowsThrough(meanwhile, azurite.ConnectionString, new FakeTimeProvider());
        await process.ListAsync(new(0, 10) { States = ["running"] }, Cancel);

        Assert.Equal(["Two"], await RunningAsync(process));
    }

    [Fact]
    public async Task Long_page_is_read_in_few_calls()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        await CreateAsync(scope, 60);
        var counted = new CountingTransport();
        var process = scope.FlowsThrough(counted, azurite.ConnectionString);
        await process.ListAsync(new(0, 1), Cancel);
        counted.Reset();

        var page = await process.ListAsync(new(5, 50), Cancel);

        Assert.Equal(50, page.Items.Count);
        Assert.Equal(2, counted.Requests);
    }

    [Fact]
    public async Task References_name_all_flows_that_use_an_integration()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var shared = Documents.Id();
        await scope.Flows.CreateAsync(Documents.Flow("One", second: 1, referrers: [shared, Documents.Id()]), Cancel);
        await scope.Flows.CreateAsync(Documents.Flow("Two", second: 2, referrers: [Documents.Id(), shared]), Cancel);
        await scope.Flows.CreateAsync(Documents.Flow("Three", second: 3), Cancel);

        Assert.Equal(["One", "Two"], (await scope.Flows.ReferrersOfAsync(shared, Cancel)).Select(flow => flow.Value));
    }

    /// <summary>An earlier version wrote the document alone.</summary>
    private static async Task MakeOldAsync(StorageScope scope, string id)
    {
        var row = (await scope.Tables.Flows.GetEntityAsync<TableEntity>("flows", id, cancellationToken: Cancel)).Value;
        foreach (var property in new[] { "State", "LatestDate", "ModificationDate" })
        {
            row.Remove(property);
        }

        await scope.Tables.Flows.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Cancel);
    }

    private static async Task<List<TableEntity>> RowsAsync(StorageScope scope) =>
        await scope.Tables.Flows.QueryAsync<TableEntity>(new DocumentRows<FlowDocument>("flows").AllDocuments, cancellationToken: Cancel).ToListAsync(Cancel);

    private static async Task<IEnumerable<string>> RunningAsync(FlowStore flows) =>
        (await flows.ListAsync(new(0, 10) { States = ["running"] }, Cancel)).Items.Select(flow => flow.Name);

    private static IndexEntry Entry(string id, string name) => new(id, name, "ann", []);

    private static async Task<List<FlowDocument>> CreateAsync(StorageScope scope, int count)
    {
        var flows = Enumerable.Range(0, count).Select(i => Documents.Flow($"{(i % 2 == 0 ? "f" : "F")}low {i * 7919 % 101}", $"user{i % 3}", i) with
        {
            ModificationDate = Start.AddHours(i * 31 % 7),
            LatestRun = i % 4 == 0 ? null : RunOf(i),
        }).ToList();
        await Task.WhenAll(flows.Select(flow => scope.Flows.CreateAsync(flow, Cancel)));
        return flows;
    }

    private static LatestRun RunOf(int i) => new()
    {
        TriggeredBy = "ann",
        TriggerSource = "manual",
        StartDate = Start.AddHours(i * 17 % 5),
        EndDate = i % 4 == 1 ? null : Start.AddHours(9),
        Success = i % 4 == 2,
        Message = i % 4 == 1 ? "Running" : "Ended",
    };

    private static IEnumerable<FlowDocument> Sort(IEnumerable<FlowDocument> flows, ListOrder order)
    {
        var byCreation = flows.OrderBy(flow => flow.CreationDate);
        return order switch
        {
            ListOrder.Modified => byCreation.OrderBy(flow => flow.ModificationDate),
            ListOrder.ModifiedDescending => Sort(flows, ListOrder.Modified).Reverse(),
            ListOrder.Latest => byCreation.OrderBy(flow => flow.LatestRun?.StartDate ?? DateTimeOffset.MinValue),
            ListOrder.LatestDescending => Sort(flows, ListOrder.Latest).Reverse(),
            ListOrder.Creation => byCreation,
            ListOrder.Name => flows.OrderBy(flow => flow.Name, StringComparer.OrdinalIgnoreCase).ThenBy(flow => flow.Id, StringComparer.Ordinal),
            _ => flows.OrderByDescending(flow => flow.Name, StringComparer.OrdinalIgnoreCase).ThenByDescending(flow => flow.Id, StringComparer.Ordinal),
        };
    }
}
