using FlowFunctions.Core;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Schedules;

namespace FlowFunctions.Tests.Runs.Records;

[Needs(Need.Azurite)]
public sealed class RunHistoryTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private RunScope _scope = null!;

    public async ValueTask InitializeAsync() => _scope = await RunScope.CreateAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Owner_without_runs_has_an_empty_page()
    {
        var page = await PageAsync(10, 0);

        Assert.Empty(page.Items);
        Assert.Equal(0, page.TotalSize);
    }

    [Fact]
    public async Task Pages_are_newest_first_and_neither_overlap_nor_leave_gaps()
    {
        var ids = new List<string>();
        for (var i = 0; i < 23; i++)
        {
            var run = Run(i);
            ids.Insert(0, run.Id);
            await _scope.History.PutAsync(run, CancellationToken.None);
        }

        for (var limit = 1; limit <= 25; limit += 3)
        {
            var read = new List<string>();
            for (var offset = 0; offset < 30; offset += limit)
            {
                var page = await PageAsync(limit, offset);
                Assert.Equal((23, offset), (page.TotalSize, page.Offset));
                Assert.Equal(Math.Clamp(23 - offset, 0, limit), page.Items.Count);
                read.AddRange(page.Items.Select(run => run.Id));
            }

            Assert.Equal(ids, read);
        }
    }

    [Fact]
    public async Task Run_has_one_entry_however_often_it_is_put()
    {
        var run = Run(0);
        var ended = run with { EndDate = RunInputs.Start.AddMinutes(1), Result = new RunResult(true, "Success", null) };

        await _scope.History.PutAsync(run, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            i % 2 == 0 ? _scope.History.PutAsync(ended, CancellationToken.None) : _scope.History.AddAsync(ended, end: null, CancellationToken.None)));

        var page = await PageAsync(10, 0);
        Assert.Equal(1, page.TotalSize);
        Assert.Equal(ended.Result, Assert.Single(page.Items).Result);
    }

    [Fact]
    public async Task Runs_added_at_the_same_time_all_get_in()
    {
        RunDocument[] runs = [.. Enumerable.Range(0, 12).Select(Run)];

        await Task.WhenAll(runs.Select((run, i) =>
            i % 2 == 0 ? _scope.History.PutAsync(run, CancellationToken.None) : _scope.History.AddAsync(run, end: null, CancellationToken.None)));

        var page = await PageAsync(100, 0);
        Assert.Equal(12, page.TotalSize);
        Assert.Equal(runs.Select(run => run.Id).Order(StringComparer.Ordinal), page.Items.Select(run => run.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Entry_is_added_after_the_mark_in_one_request()
    {
        var end = await _scope.History.AddAsync(Run(0), end: null, CancellationToken.None);
        using var counter = new FaultingTransport(0, isCarriedOut: true);

        var next = await _scope.Through(counter).History.AddAsync(Run(1), end, CancellationToken.None);

        Assert.Equal(1, counter.Requests);
        Assert.Equal((2, 0), (next?.Total, next?.Trimmed));
        Assert.Equal([Run(1).StartDate, Run(0).StartDate], (await PageAsync(10, 0)).Items.Select(run => run.StartDate));
    }

    [Fact]
    public async Task Mark_that_is_out_of_date_costs_requests_and_no_entry()
    {
        var old = await _scope.History.AddAsync(Run(0), end: null, CancellationToken.None);
        await _scope.History.AddAsync(Run(1), old, CancellationToken.None);
        var run = Run(2);

        var end = await _scope.History.AddAsync(run, old, CancellationToken.None);

        Assert.Equal(3, end?.Total);
        Assert.Equal(run.Id, (await PageAsync(10, 0)).Items[0].Id);
        Assert.Equal(3, (await PageAsync(10, 0)).TotalSize);
    }

    [Fact]
    public async Task Mark_of_a_history_that_was_trimmed_away_is_not_believed()
    {
        var end = await _scope.History.AddAsync(Run(0), end: null, CancellationToken.None);
        await _scope.History.TrimAsync(RunInputs.FlowId, new DateTimeOffset(RunInputs.Start).AddDays(1), CancellationToken.None);

        await _scope.History.AddAsync(Run(1), end, CancellationToken.None);

        Assert.Equal(1, (await PageAsync(10, 0)).TotalSize);
    }

    [Fact]
    public async Task Run_that_has_an_entry_gets_no_other_by_a_mark()
    {
        var run = Run(0);
        var end = await _scope.History.AddAsync(run, end: null, CancellationToken.None);

        Assert.Null(await _scope.History.AddAsync(run with { Name = "Renamed" }, end, CancellationToken.None));

        Assert.Equal("Renamed", Assert.Single((await PageAsync(10, 0)).Items).Name);
    }

    [Fact]
    public async Task Steps_are_kept_with_a_run_that_has_ended_and_read_where_they_are_asked_for()
    {
        var step = RunInputs.Of(RunInputs.Step("a")).Run.Steps[0] with
        {
            Status = StepStatus.Failure,
            StartDate = RunInputs.Start.AddMilliseconds(120),
            EndDate = RunInputs.Start.AddSeconds(9),
            Attempts = 3,
            Message = "no rows",
            ErrorCode = 42,
        };
        var never = step with { Referrer = RunInputs.Id("b"), Status = StepStatus.NotRun, StartDate = null, EndDate = null, Attempts = 0, ErrorCode = null };
        var ended = Run(0) with { EndDate = RunInputs.Start.AddMinutes(1), Result = new(false, "Stopped", 42), Steps = [step, never] };
        await _scope.History.PutAsync(ended, CancellationToken.None);
        await _scope.History.PutAsync(Run(1), CancellationToken.None);

        var with = await _scope.History.PageAsync(RunInputs.FlowId, 10, 0, withSteps: true, CancellationToken.None);
        var without = await PageAsync(10, 0);

        Assert.Empty(with.Items[0].Steps);
        Assert.Equal([step with { Message = null }, never with { Message = null }], with.Items[1].Steps);
        Assert.All(without.Items, run => Assert.Empty(run.Steps));
        Assert.Equal(["running", "failure"], without.Items.Select(RunOutcomes.Of));
    }

    /// <summary>A page without steps must not bring them from storage.</summary>
    [Fact]
    public async Task Entry_of_the_greatest_selection_is_read_whole_without_its_steps()
    {
        string[] referrers = [.. Enumerable.Range(0, 100).Select(place => $"019ab000000070008000000000000{place:x3}")];
        var run = Run(0) with
        {
            Name = new('n', 200),
            Selection = new() { StepsToRun = referrers, AlreadyDone = referrers },
            EndDate = RunInputs.Start,
            Result = new(false, new('m', FlowFunctions.Steps.TargetText.MaximumMessageLength), 1),
            Steps = [.. referrers.Select(referrer => new StepRecord { Referrer = referrer, Name = new('s', 200) })],
        };
        await _scope.History.PutAsync(run, CancellationToken.None);

        var page = await PageAsync(1, 0);

        Assert.Equal(referrers, page.Items[0].Selection.AlreadyDone);
        Assert.Empty(page.Items[0].Steps);
        Assert.Equal(100, (await _scope.History.PageAsync(RunInputs.FlowId, 1, 0, withSteps: true, CancellationToken.None)).Items[0].Steps.Count);
    }

    /// <summary>They take more room than the rest of the entry.</summary>
    [Fact]
    public async Task Steps_are_not_read_to_delete_entries()
    {
        await _scope.History.PutAsync(Run(0) with { EndDate = RunInputs.Start, Result = new(true, "Success", null) }, CancellationToken.None);
        await _scope.History.PutAsync(Run(1) with { StartDate = RunInputs.Start.AddSeconds(1) }, CancellationToken.None);
        var queries = new List<string>();
        using var transport = new InterleavingTransport(
            request =>
            {
                queries.Add(Uri.UnescapeDataString(request.Uri.Query));
                return false;
            },
            () => Task.CompletedTask);

        await _scope.Through(transport).History.TrimAsync(RunInputs.FlowId, new DateTimeOffset(RunInputs.Start).AddSeconds(0.5), CancellationToken.None);

        Assert.Equal(1, (await PageAsync(10, 0)).TotalSize);
        Assert.Contains("$select=PartitionKey,RowKey,Run,Run1", Assert.Single(queries, query => query.Contains("$filter", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_are_found_by_ids_from_an_instant_to_the_first_that_is_the_last()
    {
        RunDocument[] runs = [.. Enumerable.Range(0, 6).Select(Run)];
        foreach (var run in runs)
        {
            await _scope.History.PutAsync(run, CancellationToken.None);
        }

        var found = await _scope.History.FindAsync(
            RunInputs.FlowId, new DateTimeOffset(RunInputs.Start).AddSeconds(1), id => id != runs[2].Id, id => id == runs[4].Id, CancellationToken.None);

        Assert.Equal([runs[1].Id, runs[3].Id, runs[4].Id], found.Keys.Order(StringComparer.Ordinal));
        Assert.All(found, run => Assert.Equal(run.Key, run.Value.Id));
        Assert.Empty(await _scope.History.FindAsync(RunInputs.FlowId, new DateTimeOffset(RunInputs.Start).AddSeconds(6), _ => true, _ => false, CancellationToken.None));
    }

    private static RunDocument Run(int second) =>
        RunInputs.Of(RunInputs.Step("a")).Run with { Id = ResourceId.New(new DateTimeOffset(RunInputs.Start).AddSeconds(second)) };

    private Task<FlowFunctions.Storage.ListPage<RunDocument>> PageAsync(int limit, int offset) =>
        _scope.History.PageAsync(RunInputs.FlowId, limit, offset, CancellationToken.None);
}
