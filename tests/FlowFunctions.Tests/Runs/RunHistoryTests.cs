using FlowFunctions.Core;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Runs;

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
            i % 2 == 0 ? _scope.History.PutAsync(ended, CancellationToken.None) : _scope.History.AddAsync(ended, CancellationToken.None)));

        var page = await PageAsync(10, 0);
        Assert.Equal(1, page.TotalSize);
        Assert.Equal(ended.Result, Assert.Single(page.Items).Result);
    }

    [Fact]
    public async Task Runs_added_at_the_same_time_all_get_in()
    {
        RunDocument[] runs = [.. Enumerable.Range(0, 12).Select(Run)];

        await Task.WhenAll(runs.Select((run, i) =>
            i % 2 == 0 ? _scope.History.PutAsync(run, CancellationToken.None) : _scope.History.AddAsync(run, CancellationToken.None)));

        var page = await PageAsync(100, 0);
        Assert.Equal(12, page.TotalSize);
        Assert.Equal(runs.Select(run => run.Id).Order(StringComparer.Ordinal), page.Items.Select(run => run.Id).Order(StringComparer.Ordinal));
    }

    private static RunDocument Run(int second) =>
        RunInputs.Of(RunInputs.Step("a")).Run with { Id = ResourceId.New(new DateTimeOffset(RunInputs.Start).AddSeconds(second)) };

    private Task<FlowFunctions.Storage.ListPage<RunDocument>> PageAsync(int limit, int offset) =>
        _scope.History.PageAsync(RunInputs.FlowId, limit, offset, CancellationToken.None);
}
