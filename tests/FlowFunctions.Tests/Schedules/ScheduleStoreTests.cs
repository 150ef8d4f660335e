using Azure.Data.Tables;
using FlowFunctions.Core;
using FlowFunctions.Definitions;
using FlowFunctions.Schedules;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;
using FlowFunctions.Tests.Storage;

namespace FlowFunctions.Tests.Schedules;

/// <summary>Who of several writers wins, and what reads cost.</summary>
[Needs(Need.Azurite)]
public sealed class ScheduleStoreTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly DateTime NextAt = new(2026, 3, 29, 1, 0, 0, DateTimeKind.Utc);

    private ScheduleScope _scope = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ScheduleStore Store => _scope.Schedules;

    public async ValueTask InitializeAsync() => _scope = await ScheduleScope.CreateAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Create_that_finds_what_it_wrote_itself_has_written_it()
    {
        var schedule = Of("a");
        var created = await Store.CreateAsync(schedule, Cancel);
        Assert.NotNull(created);
        Assert.NotEqual(default, created.ETag);

        Assert.Equal(created.ETag, (await Store.CreateAsync(schedule, Cancel))?.ETag);
        Assert.Null(await Store.CreateAsync(schedule with { Version = "2" }, Cancel));
        Assert.Null(await Store.CreateAsync(schedule with { NextAt = NextAt.AddDays(1) }, Cancel));
        Assert.Equal(("1", NextAt), ((await Store.GetAsync(schedule.OwnerId, Cancel))!.Version, (await Store.GetAsync(schedule.OwnerId, Cancel))!.NextAt));
    }

    [Fact]
    public async Task Change_of_what_is_no_longer_there_writes_nothing()
    {
        var read = (await Store.CreateAsync(Of("a"), Cancel))!;
        var written = await Store.ReplaceAsync(read, read with { Version = "2", NextAt = NextAt.AddDays(1) }, pending: null, Cancel);
        Assert.NotNull(written);

        var pending = new PendingRun { Run = new(RunInputs.RunId, read.OwnerId, RunKind.Integration, NextAt, "sue") };
        Assert.Null(await Store.ReplaceAsync(read, read with { Version = "3" }, pending, Cancel));
        Assert.False(await Store.DeleteAsync(read, Cancel));

        Assert.Empty(await Store.PendingAsync(Cancel));
        Assert.Equal(written.ETag, (await Store.GetAsync(read.OwnerId, Cancel))!.ETag);
        Assert.Empty(await Store.DueAsync(NextAt, Cancel));
        Assert.Equal([read.OwnerId], await Store.DueAsync(NextAt.AddDays(1), Cancel));
        Assert.True(await Store.DeleteAsync(written, Cancel));
        Assert.Empty(await Store.DueAsync(NextAt.AddYears(1), Cancel));
    }

    [Fact]
    public async Task Schedule_of_an_owner_is_deleted_whatever_it_is_and_none_is_no_fault()
    {
        var schedule = (await Store.CreateAsync(Of("a"), Cancel))!;
        await Store.DeleteOfAsync(schedule.OwnerId, Cancel);
        await Store.DeleteOfAsync(schedule.OwnerId, Cancel);

        Assert.Null(await Store.GetAsync(schedule.OwnerId, Cancel));
    }

    [Fact]
    public async Task Deletion_that_is_sent_twice_has_deleted()
    {
        await _scope.AddScheduledAsync();
        var schedule = await _scope.ScheduleAsync(RunInputs.Id("a"));
        using var transport = new FaultingTransport(sentTwice: 1);

        Assert.True(await _scope.OfAnotherProcess(transport).Schedules.DeleteAsync(schedule, CancellationToken.None));
        Assert.Null(await _scope.Schedules.GetAsync(schedule.OwnerId, CancellationToken.None));
    }

    /// <summary>Between the read and the deletion.</summary>
    [Fact]
    public async Task Schedule_that_changes_while_it_is_deleted_is_deleted_all_the_same()
    {
        var schedule = (await Store.CreateAsync(Of("a"), Cancel))!;
        using var meanwhile = new InterleavingTransport(
            request => request.Method == Azure.Core.RequestMethod.Post,
            () => Store.ReplaceAsync(schedule, schedule with { Version = "2" }, pending: null, Cancel));

        await _scope.OfAnotherProcess(meanwhile).Schedules.DeleteOfAsync(schedule.OwnerId, Cancel);

        Assert.Null(await Store.GetAsync(schedule.OwnerId, Cancel));
    }

    [Fact]
    public async Task What_was_done_is_forgotten_and_so_it_is_where_another_has_forgotten_it()
    {
        var schedule = (await Store.CreateAsync(Of("a"), Cancel))!;
        var pending = new PendingRun { Run = new(RunInputs.RunId, schedule.OwnerId, RunKind.Integration, NextAt, "sue") };
        await Store.ReplaceAsync(schedule, schedule with { NextAt = null }, pending, Cancel);
        var stored = Assert.Single(await Store.PendingAsync(Cancel));

        await Store.CompleteAsync(stored, Cancel);
        await Store.CompleteAsync(stored, Cancel);

        Assert.Empty(await Store.PendingAsync(Cancel));
    }

    /// <summary>More rows than one answer of the table service has.</summary>
    [Fact]
    public async Task Schedules_of_many_owners_cost_reads_of_their_range_while_those_are_fewer_than_the_owners_behind()
    {
        var schedules = Enumerable.Range(0, 2100).Select(number => Of("a") with { OwnerId = $"019ab0000000700080000000000{number:D5}" }).ToList();
        foreach (var some in schedules.Chunk(100))
        {
            await _scope.Tables.Schedules.SubmitTransactionAsync(
                some.Select(schedule => new TableTransactionAction(TableTransactionActionType.Add, ScheduleRows.OfSchedule(schedule))), Cancel);
        }

        await AssertReadAsync([schedules[0].OwnerId, schedules[999].OwnerId], requests: 1);
        await AssertReadAsync([.. schedules.Take(2).Concat(schedules.TakeLast(60)).Select(schedule => schedule.OwnerId)], requests: 3);
        await AssertReadAsync([schedules[0].OwnerId, schedules[1000].OwnerId, schedules[1099].OwnerId], requests: 2);
        await AssertReadAsync([schedules[0].OwnerId, schedules[2099].OwnerId], requests: 2);
        await AssertReadAsync([schedules[0].OwnerId, schedules[999].OwnerId, schedules[2099].OwnerId], requests: 2);
        await AssertReadAsync([], requests: 0);
        Assert.Empty(await Store.GetManyAsync([ResourceId.New(_scope.Time.GetUtcNow())], Cancel));

        // Those that have none are not asked for one by one.
        using var counter = new CountingTransport();
        var without = Enumerable.Range(0, 90).Select(number => $"019ab0000000700080000000000000{number:D2}"[..31] + "f");
        Assert.Equal(2, (await _scope.OfAnotherProcess(counter).Schedules.GetManyAsync([schedules[0].OwnerId, .. without, schedules[1099].OwnerId], Cancel)).Count);
        Assert.Equal(2, counter.Requests);
        Assert.Equal(2100, (await Store.ListAsync(Cancel)).Count);

        // The owners behind the range that was read are not asked for by who has gone.
        using var stop = new CancellationTokenSource();
        using var stopping = new InterleavingTransport(request => request.Uri.ToString().Contains("RowKey=", StringComparison.Ordinal), stop.CancelAsync);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _scope.OfAnotherProcess(stopping).Schedules.GetManyAsync([schedules[0].OwnerId, schedules[2099].OwnerId], stop.Token));
    }

    /// <summary>The service refuses to be asked for more: https://learn.microsoft.com/rest/api/storageservices/query-entities.</summary>
    [Fact]
    public async Task Schedules_of_many_owners_are_asked_for_in_thousands()
    {
        using var counter = new CountingTransport();

        await _scope.OfAnotherProcess(counter).Schedules.GetManyAsync([RunInputs.Id("a"), RunInputs.Id("b")], Cancel);

        Assert.Matches(@"[?&](\$|%24)top=1000(&|$)", Assert.Single(counter.Addresses));
    }

    private async Task AssertReadAsync(string[] owners, int requests)
    {
        using var counter = new CountingTransport();
        var found = await _scope.OfAnotherProcess(counter).Schedules.GetManyAsync(owners, Cancel);

        Assert.Equal(owners, found.Keys.Order(StringComparer.Ordinal));
        Assert.All(found, pair => Assert.Equal(pair.Key, pair.Value.OwnerId));
        Assert.Equal(requests, counter.Requests);
    }

    private static ScheduleDocument Of(string owner) => new()
    {
        OwnerId = RunInputs.Id(owner),
        OwnerKind = RunKind.Integration,
        Input = ScheduleScope.Daily("01:00"),
        SetBy = "sue",
        Version = "1",
        NextAt = NextAt,
    };
}
