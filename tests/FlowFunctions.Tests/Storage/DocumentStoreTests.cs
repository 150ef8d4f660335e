using FlowFunctions.Core.Flows;
using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;

namespace FlowFunctions.Tests.Storage;

[Needs(Need.Azurite)]
public class DocumentStoreTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Document_written_is_read_back_equal()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flow = Documents.Flow("Nightly load") with
        {
            NotificationId = Documents.Id(),
            ModifiedBy = "bob",
            ActiveRunId = Documents.Id(),
            ActiveSince = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            LatestRun = new LatestRun
            {
                TriggeredBy = "carol",
                StartDate = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
                Success = false,
                Message = "Stopped at step 'Ünïcode – 日本 🚀': no",
                ExecutionErrorCode = 1001,
                TriggerSource = "manual",
            },
        };
        flow = flow with
        {
            Input = flow.Input with
            {
                NuxVisible = true,
                Steps =
                [
                    flow.Input.Steps[0],
                    flow.Input.Steps[1] with { DependsOn = [flow.Input.Steps[0].Referrer], IsSkipped = true, OnFailure = ExceptionStrategy.Continue },
                ],
            },
        };

        var written = await scope.Flows.CreateAsync(flow, Cancel);
        var read = await scope.Flows.GetAsync(flow.Id, Cancel);

        Assert.Equal(WriteStatus.Written, written.Status);
        Assert.NotNull(read);
        Assert.Equivalent(flow with { ETag = written.Document!.ETag }, read, strict: true);
    }

    [Fact]
    public async Task Get_of_unknown_id_is_null()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);

        Assert.Null(await scope.Flows.GetAsync(Documents.Id(), Cancel));
    }

    [Theory]
    [InlineData("Load", "load")]
    [InlineData("Straße Ä", "STRAßE ä")]
    [InlineData("a/b\\c#d?e%", "A/B\\C#D?E%")]
    public async Task Create_with_a_name_that_differs_only_in_case_is_refused(string first, string second)
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        await scope.Flows.CreateAsync(Documents.Flow(first), Cancel);

        var result = await scope.Flows.CreateAsync(Documents.Flow(second), Cancel);

        Assert.Equal(WriteStatus.NameTaken, result.Status);
        Assert.Equal(1, (await scope.Flows.ListAsync(new(0, 10), Cancel)).TotalSize);
    }

    [Fact]
    public async Task Create_of_the_same_name_at_once_succeeds_for_one()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => scope.Flows.CreateAsync(Documents.Flow("Only one"), Cancel)));

        Assert.Single(results, result => result.IsWritten);
        Assert.Equal(7, results.Count(result => result.Status == WriteStatus.NameTaken));
    }

    [Fact]
    public async Task Create_repeated_after_a_lost_answer_is_written_once()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flow = Documents.Flow("Twice sent");
        await scope.Flows.CreateAsync(flow, Cancel);

        var again = await scope.Flows.CreateAsync(flow, Cancel);

        Assert.Equal(WriteStatus.Written, again.Status);
        Assert.Equal(1, (await scope.Flows.ListAsync(new(0, 10), Cancel)).TotalSize);
    }

    [Fact]
    public async Task Name_of_a_deleted_document_is_free()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flow = (await scope.Flows.CreateAsync(Documents.Flow("Reused"), Cancel)).Document!;

        var deleted = await scope.Flows.DeleteAsync(flow, Cancel);
        var again = await scope.Flows.CreateAsync(Documents.Flow("reused"), Cancel);

        Assert.Equal(WriteStatus.Written, deleted);
        Assert.Equal(WriteStatus.Written, again.Status);
        Assert.Null(await scope.Flows.GetAsync(flow.Id, Cancel));
    }

    [Fact]
    public async Task Rename_frees_the_old_name_and_takes_the_new()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flow = (await scope.Flows.CreateAsync(Documents.Flow("Old"), Cancel)).Document!;

        var renamed = await scope.Flows.ReplaceAsync(flow, flow with { Input = flow.Input with { Name = "New" } }, Cancel);

        Assert.Equal(WriteStatus.Written, renamed.Status);
        Assert.Equal(WriteStatus.NameTaken, (await scope.Flows.CreateAsync(Documents.Flow("NEW"), Cancel)).Status);
        Assert.Equal(WriteStatus.Written, (await scope.Flows.CreateAsync(Documents.Flow("OLD"), Cancel)).Status);
    }

    [Fact]
    public async Task Rename_to_a_taken_name_changes_nothing()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        await scope.Flows.CreateAsync(Documents.Flow("Taken"), Cancel);
        var flow = (await scope.Flows.CreateAsync(Documents.Flow("Mine"), Cancel)).Document!;

        var renamed = await scope.Flows.ReplaceAsync(flow, flow with { Input = flow.Input with { Name = "taken" } }, Cancel);

        Assert.Equal(WriteStatus.NameTaken, renamed.Status);
        Assert.Equal("Mine", (await scope.Flows.GetAsync(flow.Id, Cancel))!.Name);
    }

    [Fact]
    public async Task Change_of_case_only_is_a_rename_that_keeps_the_name()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flow = (await scope.Flows.CreateAsync(Documents.Flow("nightly"), Cancel)).Document!;

        var renamed = await scope.Flows.ReplaceAsync(flow, flow with { Input = flow.Input with { Name = "Nightly" } }, Cancel);

        Assert.Equal(WriteStatus.Written, renamed.Status);
        Assert.Equal("Nightly", (await scope.Flows.ListAsync(new(0, 10), Cancel)).Items.Single().Name);
        Assert.Equal(WriteStatus.NameTaken, (await scope.Flows.CreateAsync(Documents.Flow("NIGHTLY"), Cancel)).Status);
    }

    [Fact]
    public async Task Replace_of_an_older_version_is_refused()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var first = (await scope.Flows.CreateAsync(Documents.Flow("Raced"), Cancel)).Document!;
        await scope.Flows.ReplaceAsync(first, first with { ModifiedBy = "winner" }, Cancel);

        var plain = await scope.Flows.ReplaceAsync(first, first with { ModifiedBy = "loser" }, Cancel);
        var renaming = await scope.Flows.ReplaceAsync(first, first with { Input = first.Input with { Name = "Other" } }, Cancel);
        var deleting = await scope.Flows.DeleteAsync(first, Cancel);

        Assert.Equal([WriteStatus.Changed, WriteStatus.Changed, WriteStatus.Changed], [plain.Status, renaming.Status, deleting]);
        Assert.Equal("winner", (await scope.Flows.GetAsync(first.Id, Cancel))!.ModifiedBy);
    }

    [Fact]
    public async Task Replace_and_delete_of_a_deleted_document_find_nothing()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flow = (await scope.Flows.CreateAsync(Documents.Flow("Gone"), Cancel)).Document!;
        await scope.Flows.DeleteAsync(flow, Cancel);

        Assert.Equal(WriteStatus.NotFound, (await scope.Flows.ReplaceAsync(flow, flow with { ModifiedBy = "late" }, Cancel)).Status);
        Assert.Equal(WriteStatus.NotFound, await scope.Flows.DeleteAsync(flow, Cancel));
        Assert.Equal(WriteStatus.NotFound, (await scope.Flows.UpdateAsync(flow.Id, current => current, Cancel)).Status);
    }

    [Fact]
    public async Task Updates_at_once_all_take_effect()
    {
        const int Writers = 12;
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flow = (await scope.Flows.CreateAsync(Documents.Flow("Counter") with { ModifiedBy = "" }, Cancel)).Document!;

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => scope.Flows.UpdateAsync(flow.Id, AddOne, Cancel)));

        Assert.Equal(Writers, (await scope.Flows.GetAsync(flow.Id, Cancel))!.ModifiedBy!.Length);

        static FlowDocument AddOne(FlowDocument current) => current with { ModifiedBy = current.ModifiedBy + "x" };
    }

    [Fact]
    public async Task Update_that_declines_writes_nothing()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flow = (await scope.Flows.CreateAsync(Documents.Flow("Kept"), Cancel)).Document!;

        var result = await scope.Flows.UpdateAsync(flow.Id, _ => null, Cancel);

        Assert.Equal(WriteStatus.Declined, result.Status);
        Assert.Equal(flow.ETag, (await scope.Flows.GetAsync(flow.Id, Cancel))!.ETag);
    }

    [Theory]
    [InlineData(31_999)]
    [InlineData(32_000)]
    [InlineData(64_001)]
    [InlineData(400_000)]
    public async Task Long_document_is_kept_whole(int length)
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flow = Documents.Flow("Long") with { LatestRun = Run(new string('x', length)) };

        await scope.Flows.CreateAsync(flow, Cancel);

        Assert.Equal(length, (await scope.Flows.GetAsync(flow.Id, Cancel))!.LatestRun!.Message.Length);
    }

    [Fact]
    public async Task Document_that_does_not_fit_is_refused_before_anything_is_written()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flow = Documents.Flow("Too long") with { LatestRun = Run(new string('x', LongText.MaximumLength)) };

        await Assert.ThrowsAsync<DocumentTooLargeException>(() => scope.Flows.CreateAsync(flow, Cancel));

        Assert.Null(await scope.Flows.GetAsync(flow.Id, Cancel));
    }

    /// <summary>Its first try was carried out, and its answer lost: who changed it must not be told that somebody else was faster. A run's write is told so, and reads what is there.</summary>
    [Theory]
    [InlineData(true, false, WriteStatus.Written)]
    [InlineData(true, true, WriteStatus.Changed)]
    [InlineData(false, false, WriteStatus.Changed)]
    public async Task Authors_change_that_is_sent_twice_is_written(bool isAuthors, bool isSomebodyFaster, WriteStatus status)
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flow = (await scope.Flows.CreateAsync(Documents.Flow("Changed"), Cancel)).Document!;
        var next = flow with { Input = flow.Input with { NuxVisible = true }, ModifiedBy = "bob", ModificationDate = isAuthors ? flow.ModificationDate.AddMinutes(1) : flow.ModificationDate };
        if (isSomebodyFaster)
        {
            await scope.Flows.ReplaceAsync(flow, flow with { ModifiedBy = "eve", ModificationDate = next.ModificationDate }, Cancel);
        }

        using var transport = new FaultingTransport(sentTwice: 1);
        var result = await scope.FlowsThrough(transport, azurite.ConnectionString).ReplaceAsync(flow, next, Cancel);

        Assert.Equal(status, result.Status);
        var stored = (await scope.FlowsOfAnotherProcess().GetAsync(flow.Id, Cancel))!;
        Assert.Equal(isSomebodyFaster ? "eve" : "bob", stored.ModifiedBy);
        Assert.Equal(status == WriteStatus.Written ? stored.ETag.ToString() : null, result.Document?.ETag.ToString());
    }

    [Fact]
    public async Task Document_that_shrinks_leaves_nothing_of_its_longer_self()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flow = (await scope.Flows.CreateAsync(Documents.Flow("Shrinking") with { LatestRun = Run(new string('x', 100_000)) }, Cancel)).Document!;

        await scope.Flows.ReplaceAsync(flow, flow with { LatestRun = Run("short") }, Cancel);

        Assert.Equal("short", (await scope.Flows.GetAsync(flow.Id, Cancel))!.LatestRun!.Message);
    }

    [Fact]
    public async Task GetMany_gives_those_that_exist()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flows = Enumerable.Range(0, 30).Select(i => Documents.Flow($"Flow {i}", second: i)).ToList();
        await Task.WhenAll(flows.Select(flow => scope.Flows.CreateAsync(flow, Cancel)));

        var found = await scope.Flows.GetManyAsync([.. flows.Select(flow => flow.Id), Documents.Id(), flows[0].Id], Cancel);

        Assert.Equal(flows.Select(flow => flow.Id).Order(), found.Keys.Order());
        Assert.All(found, pair => Assert.Equal(pair.Key, pair.Value.Id));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(9, 3)]
    public async Task Few_of_many_are_read_twelve_at_a_time_and_neighbours_together(int apart, int expected)
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flows = Enumerable.Range(0, 27 * apart).Select(i => Documents.Flow($"Flow {i}", second: i)).ToList();
        await Task.WhenAll(flows.Select(flow => scope.Flows.CreateAsync(flow, Cancel)));
        string[] ids = [.. flows.Where((_, i) => i % apart == 0).Select(flow => flow.Id).Take(apart == 5 ? 11 : 27)];
        using var counted = new CountingTransport();
        using var process = scope.FlowsThrough(counted, azurite.ConnectionString);
        await process.GetManyAsync(ids, Cancel);
        counted.Reset();

        var found = await process.GetManyAsync(ids, Cancel);

        Assert.Equal(ids.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(expected, counted.Requests);
    }

    [Fact]
    public async Task Many_are_changed_in_one_transaction_without_being_read_again()
    {
        var (scope, flows) = await ManyAsync(30);
        using var counted = new CountingTransport();
        using var process = scope.FlowsThrough(counted, azurite.ConnectionString);
        await process.GetManyAsync(flows, Cancel);
        counted.Reset();

        await process.UpdateManyAsync(flows.Select(process.LastSeen).OfType<FlowDocument>(), flow => flow with { LatestRun = Run("new") }, Cancel);

        Assert.Equal(1, counted.Requests);
        Assert.All((await scope.Flows.GetManyAsync(flows, Cancel)).Values, flow => Assert.Equal("new", flow.LatestRun?.Message));
        Assert.Equal((await scope.Flows.GetAsync(flows[7], Cancel))!.ETag, process.LastSeen(flows[7])!.ETag);
    }

    [Fact]
    public async Task Many_of_which_one_was_changed_and_one_deleted_meanwhile_lose_nobody_s_change()
    {
        var (scope, flows) = await ManyAsync(5);
        var known = (await scope.Flows.GetManyAsync(flows, Cancel)).Values.ToList();
        using var other = scope.FlowsOfAnotherProcess();
        await other.UpdateAsync(flows[1], flow => flow with { NotificationId = "kept" }, Cancel);
        await other.DeleteAsync((await other.GetAsync(flows[2], Cancel))!, Cancel);

        await scope.Flows.UpdateManyAsync(known, flow => flow with { LatestRun = Run("new") }, Cancel);

        var now = await scope.Flows.GetManyAsync(flows, Cancel);
        Assert.Equal(4, now.Count);
        Assert.All(now.Values, flow => Assert.Equal("new", flow.LatestRun?.Message));
        Assert.Equal("kept", now[flows[1]].NotificationId);
    }

    [Fact]
    public async Task Many_that_do_not_fit_one_transaction_are_changed_in_several()
    {
        var (scope, flows) = await ManyAsync(12);
        var known = (await scope.Flows.GetManyAsync(flows, Cancel)).Values;
        var message = new string('\u0001', 50_000);

        await scope.Flows.UpdateManyAsync(known, flow => flow with { LatestRun = Run(message) }, Cancel);

        Assert.All((await scope.Flows.GetManyAsync(flows, Cancel)).Values, flow => Assert.Equal(50_000, flow.LatestRun?.Message.Length));
    }

    [Fact]
    public async Task Version_that_was_seen_last_is_refused_once_another_process_has_written()
    {
        var (scope, flows) = await ManyAsync(1);
        var seen = scope.Flows.LastSeen(flows[0])!;
        using var other = scope.FlowsOfAnotherProcess();
        await other.UpdateAsync(flows[0], flow => flow with { NotificationId = "theirs" }, Cancel);

        Assert.Equal(WriteStatus.Changed, (await scope.Flows.ReplaceAsync(seen, seen with { NotificationId = "mine" }, Cancel)).Status);
        Assert.Null(scope.Flows.LastSeen(flows[0]));
        Assert.Equal("theirs", (await scope.Flows.GetAsync(flows[0], Cancel))!.NotificationId);
    }

    [Fact]
    public async Task Flows_and_integrations_of_one_name_do_not_meet()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);

        var flow = await scope.Flows.CreateAsync(Documents.Flow("Same"), Cancel);
        var integration = await scope.Integrations.CreateAsync(Documents.Integration("Same"), Cancel);

        Assert.True(flow.IsWritten);
        Assert.True(integration.IsWritten);
    }

    /// <summary>So many flows, and their ids.</summary>
    private async Task<(StorageScope Scope, IReadOnlyList<string> Ids)> ManyAsync(int count)
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var flows = Enumerable.Range(0, count).Select(i => Documents.Flow($"Flow {i}", second: i)).ToList();
        await Task.WhenAll(flows.Select(flow => scope.Flows.CreateAsync(flow, Cancel)));
        return (scope, [.. flows.Select(flow => flow.Id)]);
    }

    private static LatestRun Run(string message) =>
        new() { TriggeredBy = "ann", StartDate = DateTimeOffset.UnixEpoch, Success = true, Message = message, TriggerSource = "manual" };
}
