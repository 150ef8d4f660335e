using Azure.Data.Tables;
using FlowFunctions.Core;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs.Dumps;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Moq;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Ending.Retention;

[Needs(Need.Azurite)]
public sealed class RunPurgeTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly Mock<DurableTaskClient> _client = new("test");
    private readonly List<PurgeInstancesFilter> _filters = [];
    private RunScope _scope = null!;
    private DumpStore _dumps = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _scope = await RunScope.CreateAsync(azurite.ConnectionString);
        _dumps = new(await DumpContainers.CreateAsync(azurite.ConnectionString));
        _client
            .Setup(client => client.PurgeAllInstancesAsync(It.IsAny<PurgeInstancesFilter>(), It.IsAny<CancellationToken>()))
            .Callback((PurgeInstancesFilter filter, CancellationToken _) => _filters.Add(filter))
            .ReturnsAsync(new PurgeResult(3));
        _client.SetupOpen();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Runs_older_than_the_retention_go_with_everything_and_younger_ones_stay()
    {
        var old = await RecordAsync(Start);
        var young = await RecordAsync(Start.AddDays(1));
        await _scope.Handles.TrySaveAsync(old.Id, Id("a"), new StepHandle { Task = "task" }, Cancel);
        foreach (var run in new[] { old.Id, young.Id, IntegrationRun.IdOf(old.Id, Id("a")) })
        {
            await _dumps.WriteAsync(run, null, (_, _) => Task.CompletedTask, Cancel);
        }

        _scope.Time.Advance(TimeSpan.FromDays(90) + TimeSpan.FromHours(1));
        var purged = await PurgeAsync();

        Assert.Equal(2, purged);
        Assert.Null(await _scope.Runs.GetAsync(old.Id, Cancel));
        Assert.Null(await _scope.StepRunAsync(old.Id, "a"));
        Assert.Empty(await _scope.Handles.GetAllAsync(old.Id, Cancel));
        Assert.False(await _dumps.HasAnyAsync(old.Id, Cancel));
        Assert.False(await _dumps.HasAnyAsync(IntegrationRun.IdOf(old.Id, Id("a")), Cancel));
        Assert.NotNull(await _scope.Runs.GetAsync(young.Id, Cancel));
        Assert.True(await _dumps.HasAnyAsync(young.Id, Cancel));
        Assert.Equal([young.Id], await IdsAsync(FlowId));
        Assert.Equal([IntegrationRun.IdOf(young.Id, Id("a"))], await IdsAsync(Id("a")));
    }

    [Fact]
    public async Task Old_run_that_cannot_be_read_holds_up_no_other()
    {
        var unreadable = await RecordAsync(Start);
        var old = await RecordAsync(Start.AddMinutes(1));
        await _scope.Tables.Runs.UpsertEntityAsync(new TableEntity(unreadable.Id, "run") { ["Document"] = "{" }, TableUpdateMode.Replace, Cancel);
        _scope.Time.Advance(TimeSpan.FromDays(91));

        await PurgeAsync();

        Assert.Null(await _scope.Runs.GetAsync(old.Id, Cancel));
        Assert.Single(_filters);
    }

    /// <summary>An operator sees by it whether the purge keeps up.</summary>
    [Theory]
    [InlineData(false, 0, "True")]
    [InlineData(true, 0, "False")]
    [InlineData(false, 300, "False")]
    public async Task Purge_tells_what_it_deleted_and_whether_anything_is_left(bool isOneUnreadable, int secondsOfRequest, string isComplete)
    {
        var first = await RecordAsync(Start);
        await RecordAsync(Start.AddMinutes(1));
        if (isOneUnreadable)
        {
            await _scope.Tables.Runs.UpsertEntityAsync(new TableEntity(first.Id, "run") { ["Document"] = "{" }, TableUpdateMode.Replace, Cancel);
        }

        _scope.Time.Advance(TimeSpan.FromDays(91));
        var before = _scope.Time.GetUtcNow() - TimeSpan.FromDays(90);
        using var slow = new SlowTransport(_scope.Time, TimeSpan.FromSeconds(secondsOfRequest));
        var logger = new FakeLogger<RunPurge>();

        var purged = await PurgeOf(_scope.Through(slow), logger).PurgeAsync(_client.Object, Cancel);

        Assert.Equal(secondsOfRequest > 0 ? 0 : isOneUnreadable ? 2 : 4, purged);
        Assert.Equal(
            $"Purged {purged} runs and 3 orchestrations from before {before:MM/dd/yyyy HH:mm:ss zzz}; all of them: {isComplete}.",
            Assert.Single(logger.Collector.GetSnapshot(), line => line.Id.Id == 1520).Message);
        Assert.Equal(isOneUnreadable ? 1 : 0, logger.Collector.GetSnapshot().Count(line => line.Id.Id == 1522));
    }

    /// <summary>It is away for all of them, and the next hour is soon enough.</summary>
    [Fact]
    public async Task Storage_that_goes_away_ends_the_purge()
    {
        await RecordAsync(Start);
        _scope.Time.Advance(TimeSpan.FromDays(91));
        using var transport = new FaultingTransport(2, isCarriedOut: false);

        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => PurgeOf(_scope.Through(transport)).PurgeAsync(_client.Object, Cancel));

        Assert.Equal(2, transport.Requests);
        Assert.Empty(_filters);
    }

    [Fact]
    public async Task Orchestrations_that_are_over_go_by_the_same_age()
    {
        _scope.Time.Advance(TimeSpan.FromDays(90));

        await PurgeAsync();

        var filter = Assert.Single(_filters);
        Assert.Equal(new DateTimeOffset(Start), filter.CreatedTo);
        Assert.NotNull(filter.CreatedFrom);
        Assert.Equal(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), filter.CreatedFrom);
        Assert.Equal(TimeSpan.FromMinutes(3), filter.Timeout);
        Assert.Equal(
            [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated],
            filter.Statuses);
        Assert.True(RetentionOptions.MinimumRetention > RunsOptions.MaximumRunDuration + TimeSpan.FromHours(8));
    }

    /// <summary>What they wait for was lost, and their run is on record as ended.</summary>
    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 0, false)]
    [InlineData(0, 1, false)]
    public async Task Orchestrations_that_a_run_has_left_behind_are_ended_a_day_after_it(int endsLater, int movedLater, bool areEnded)
    {
        var run = await RecordAsync(Start);
        var end = new DateTimeOffset(run.EndDate!.Value);
        var wait = AwaitStep.InstanceIdOf(run.Id, Id("a"), 2, 3);
        _scope.Time.Advance(end + RunPurge.ForgottenAfter - _scope.Time.GetUtcNow());
        await _scope.Runs.PutAsync(run with { EndDate = run.EndDate.Value.AddTicks(endsLater) }, Cancel);
        var (asked, ended) = _client.SetupOpen((run.Id, end.AddTicks(movedLater)), (wait, end.AddTicks(movedLater)));
        var logger = new FakeLogger<RunPurge>();

        await PurgeOf(_scope, logger).PurgeAsync(_client.Object, Cancel);

        Assert.Equal(areEnded ? [run.Id, wait] : [], ended);
        var query = Assert.Single(asked);
        Assert.Equal(end, query.CreatedTo);
        Assert.Equal([OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Suspended], query.Statuses!);
        Assert.Equal(areEnded ? [1520, 1524] : [1520], logger.Collector.GetSnapshot().Select(line => line.Id.Id));
    }

    [Fact]
    public async Task Orchestration_that_cannot_be_ended_holds_up_no_other()
    {
        _scope.Time.Advance(TimeSpan.FromDays(2));
        var (_, ended) = _client.SetupOpen((Id("p"), new(Start)), (Id("q"), new(Start)));
        _client
            .Setup(known => known.TerminateInstanceAsync(Id("p"), It.IsAny<TerminateInstanceOptions?>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new RpcException(new Status(StatusCode.FailedPrecondition, "It has ended.")));
        var logger = new FakeLogger<RunPurge>();

        await PurgeOf(_scope, logger).PurgeAsync(_client.Object, Cancel);

        Assert.Equal([Id("q")], ended);
        Assert.Equal([1520, 1525, 1524], logger.Collector.GetSnapshot().Select(line => line.Id.Id));
    }

    [Fact]
    public async Task Orchestration_whose_run_cannot_be_read_holds_up_no_other()
    {
        await _scope.Tables.Runs.UpsertEntityAsync(new TableEntity(Id("p"), "run") { ["Document"] = "{" }, TableUpdateMode.Replace, Cancel);
        _scope.Time.Advance(TimeSpan.FromDays(2));
        var (_, ended) = _client.SetupOpen((Id("p"), new(Start)), (Id("q"), new(Start)));

        await PurgeAsync();

        Assert.Equal([Id("q")], ended);
    }

    /// <summary>A backend goes through all that it has, and answers page after page with none.</summary>
    [Fact]
    public async Task Look_for_what_runs_have_left_behind_ends_after_its_time()
    {
        var pages = 0;
        _client.Setup(known => known.GetAllInstancesAsync(It.IsAny<OrchestrationQuery?>())).Returns(Pageable.Create((_, token) =>
        {
            token.ThrowIfCancellationRequested();
            _scope.Time.Advance(TimeSpan.FromMinutes(1));
            return Task.FromResult(new Page<OrchestrationMetadata>([], $"{++pages}"));
        }));
        var logger = new FakeLogger<RunPurge>();

        await PurgeOf(_scope, logger).PurgeAsync(_client.Object, Cancel);

        Assert.Equal(3, pages);
        Assert.Equal([1520, 1527], logger.Collector.GetSnapshot().Select(line => line.Id.Id));
    }

    /// <summary>The client tells of a call that it has given up by the hub's own fault.</summary>
    [Fact]
    public async Task End_of_what_runs_have_left_behind_may_be_cut_off_by_its_time()
    {
        _scope.Time.Advance(TimeSpan.FromDays(2));
        _client.SetupOpen((Id("p"), new(Start)), (Id("q"), new(Start)));
        _client
            .Setup(known => known.TerminateInstanceAsync(It.IsAny<string>(), It.IsAny<TerminateInstanceOptions?>(), It.IsAny<CancellationToken>()))
            .Callback(() => _scope.Time.Advance(RunPurge.Patience))
            .ThrowsAsync(new RpcException(new Status(StatusCode.Cancelled, "It was given up.")));
        var logger = new FakeLogger<RunPurge>();

        await PurgeOf(_scope, logger).PurgeAsync(_client.Object, Cancel);

        Assert.Equal([1520, 1527], logger.Collector.GetSnapshot().Select(line => line.Id.Id));
    }

    [Fact]
    public async Task Orchestration_of_a_run_that_goes_on_is_left_alone_and_of_one_that_is_on_record_no_more_is_ended()
    {
        var run = RunAt(Start) with { EndDate = null, Result = null };
        await _scope.Runs.PutAsync(run, Cancel);
        _scope.Time.Advance(TimeSpan.FromDays(2));
        var (_, ended) = _client.SetupOpen((run.Id, new(Start)), (Id("q"), new(Start)));

        await PurgeAsync();

        Assert.Equal([Id("q")], ended);
    }

    [Fact]
    public async Task Long_history_keeps_its_pages_and_its_total_while_its_oldest_go()
    {
        List<string> ids = [];
        for (var i = 0; i < 120; i++)
        {
            var run = RunAt(Start.AddMinutes(i));
            await _scope.History.PutAsync(run, Cancel);
            ids.Insert(0, run.Id);
        }

        foreach (var kept in new[] { 120, 119, 60, 1 })
        {
            await _scope.History.TrimAsync(FlowId, new DateTimeOffset(Start).AddMinutes(120 - kept), Cancel);

            for (var limit = 7; limit < 130; limit += 50)
            {
                var read = new List<string>();
                for (var offset = 0; offset <= kept; offset += limit)
                {
                    var page = await _scope.History.PageAsync(FlowId, limit, offset, Cancel);
                    Assert.Equal(kept, page.TotalSize);
                    read.AddRange(page.Items.Select(run => run.Id));
                }

                Assert.Equal(ids.Take(kept), read);
            }
        }

        var next = RunAt(Start.AddDays(1));
        await _scope.History.PutAsync(next, Cancel);
        Assert.Equal([next.Id, ids[0]], await IdsAsync(FlowId));
    }

    [Fact]
    public async Task History_that_is_trimmed_whole_leaves_no_row_and_begins_again()
    {
        for (var i = 0; i < 3; i++)
        {
            await _scope.History.PutAsync(RunAt(Start.AddMinutes(i)), Cancel);
        }

        await _scope.History.TrimAsync(FlowId, new DateTimeOffset(Start).AddDays(1), Cancel);

        Assert.Equal(0, await _scope.Tables.RunHistory.QueryAsync<TableEntity>(cancellationToken: Cancel).CountAsync(Cancel));
        var next = RunAt(Start.AddDays(2));
        await _scope.History.PutAsync(next, Cancel);
        Assert.Equal([next.Id], await IdsAsync(FlowId));
    }

    [Fact]
    public async Task Entry_behind_a_younger_one_waits_for_it_and_stays_readable()
    {
        // Recorded in this order: the younger run ended first.
        var young = RunAt(Start.AddDays(2));
        var old = RunAt(Start);
        foreach (var run in new[] { young, old })
        {
            await _scope.Runs.PutAsync(run, Cancel);
            await _scope.History.PutAsync(run, Cancel);
        }

        _scope.Time.Advance(TimeSpan.FromDays(91));
        Assert.Equal(0, await PurgeAsync());
        Assert.Equal([old.Id, young.Id], await IdsAsync(FlowId));
        Assert.NotNull(await _scope.Runs.GetAsync(old.Id, Cancel));

        _scope.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(2, await PurgeAsync());
        Assert.Empty(await IdsAsync(FlowId));
    }

    [Fact]
    public async Task Purge_that_is_cut_off_anywhere_is_finished_the_next_time()
    {
        await RecordAsync(Start);
        using var counter = new FaultingTransport(0, isCarriedOut: false);
        _scope.Time.Advance(TimeSpan.FromDays(91));
        await PurgeOf(_scope.Through(counter)).PurgeAsync(_client.Object, Cancel);
        Assert.InRange(counter.Requests, 8, 40);

        for (var broken = 1; broken <= counter.Requests; broken++)
        {
            foreach (var isCarriedOut in new[] { false, true })
            {
                _scope = await RunScope.CreateAsync(azurite.ConnectionString);
                await RecordAsync(Start);
                _scope.Time.Advance(TimeSpan.FromDays(91));
                using var transport = new FaultingTransport(broken, isCarriedOut);
                await Assert.ThrowsAnyAsync<Exception>(() => PurgeOf(_scope.Through(transport)).PurgeAsync(_client.Object, Cancel));

                await PurgeAsync();

                Assert.Equal(0, await _scope.Tables.Runs.QueryAsync<TableEntity>(cancellationToken: Cancel).CountAsync(Cancel));
                Assert.Equal(0, await _scope.Tables.RunHistory.QueryAsync<TableEntity>(cancellationToken: Cancel).CountAsync(Cancel));
            }
        }
    }

    // Reading the ids of the runs is the first request; a run takes at least five.
    [Theory]
    [InlineData(0, 4)]
    [InlineData(40, 2)]
    [InlineData(240, 0)]
    public async Task Purge_that_takes_4_minutes_leaves_the_rest_to_the_next(int secondsOfRequest, int purged)
    {
        await RecordAsync(Start);
        await RecordAsync(Start.AddHours(1));
        _scope.Time.Advance(TimeSpan.FromDays(91));
        using var slow = new SlowTransport(_scope.Time, TimeSpan.FromSeconds(secondsOfRequest));

        Assert.Equal(purged, await PurgeOf(_scope.Through(slow)).PurgeAsync(_client.Object, Cancel));
        Assert.Single(_filters);

        Assert.Equal(4 - purged, await PurgeAsync());
    }

    [Fact]
    public async Task Runs_of_a_deleted_flow_go_too_and_the_latest_run_of_a_kept_one_stays()
    {
        await _scope.AddFlowAsync();
        var run = await RecordAsync(Start);
        var latest = (await _scope.IntegrationAsync("a")).LatestRun;
        await _scope.Flows.DeleteAsync(await _scope.FlowAsync(), Cancel);

        _scope.Time.Advance(TimeSpan.FromDays(91));
        await PurgeAsync();

        Assert.Null(await _scope.Runs.GetAsync(run.Id, Cancel));
        Assert.Equal(0, await _scope.Tables.RunHistory.QueryAsync<TableEntity>(cancellationToken: Cancel).CountAsync(Cancel));
        Assert.NotNull(latest);
        Assert.Equal(latest, (await _scope.IntegrationAsync("a")).LatestRun);
    }

    [Fact]
    public async Task Run_whose_id_looks_older_than_its_start_is_kept_by_its_start()
    {
        var run = RunAt(Start.AddDays(80)) with { Id = ResourceId.New(new DateTimeOffset(Start)) };
        await _scope.Runs.PutAsync(run, Cancel);

        _scope.Time.Advance(TimeSpan.FromDays(91));

        Assert.Equal(0, await PurgeAsync());
        Assert.NotNull(await _scope.Runs.GetAsync(run.Id, Cancel));
    }

    [Fact]
    public async Task Run_goes_when_it_is_older_than_the_retention_and_not_before()
    {
        var run = RunAt(Start.AddDays(80)) with { Id = ResourceId.New(new DateTimeOffset(Start)) };
        await _scope.Runs.PutAsync(run, Cancel);

        _scope.Time.Advance(TimeSpan.FromDays(170));
        Assert.Equal(0, await PurgeAsync());

        _scope.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, await PurgeAsync());
    }

    [Theory]
    [InlineData(6.99, false)]
    [InlineData(7, true)]
    [InlineData(3650, true)]
    [InlineData(3650.1, false)]
    public void Retention_is_longer_than_any_run(double days, bool isValid)
    {
        Assert.Equal(isValid, !new RetentionOptions { Retention = TimeSpan.FromDays(days) }.Faults().Any());
        Assert.True(RetentionOptions.MinimumRetention > RunsOptions.MaximumRunDuration);
    }

    private static RunDocument RunAt(DateTime start) =>
        Of(Step("a"), Step("b")).Run with { Id = ResourceId.New(new DateTimeOffset(start)), StartDate = start };

    /// <summary>A flow run that has ended, one of its two steps having run.</summary>
    private async Task<RunDocument> RecordAsync(DateTime start)
    {
        var run = RunAt(start) with
        {
            EndDate = start.AddMinutes(1),
            Result = new RunResult(true, "Success", null),
            Steps =
            [
                new() { Referrer = Id("a"), Name = "a", Status = StepStatus.Success, StartDate = start, EndDate = start.AddMinutes(1), Attempts = 1 },
                new() { Referrer = Id("b"), Name = "b", Status = StepStatus.NotRun },
            ],
        };
        await _scope.Recorder.RecordAsync(run, Cancel);
        return run;
    }

    private RunPurge PurgeOf(RunScope scope, ILogger<RunPurge>? logger = null) =>
        new(scope.Runs, scope.History, _dumps, Options.Create(new RetentionOptions()), scope.Time, logger ?? NullLogger<RunPurge>.Instance);

    private Task<int> PurgeAsync() => PurgeOf(_scope).PurgeAsync(_client.Object, Cancel);

    private async Task<IEnumerable<string>> IdsAsync(string ownerId) => (await _scope.History.PageAsync(ownerId, 1000, 0, Cancel)).Items.Select(run => run.Id);
}
