using FlowFunctions.Core;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Testing;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs;

[Needs(Need.Azurite)]
public sealed class OwnerRunsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private RunScope _scope = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _scope = await RunScope.CreateAsync(azurite.ConnectionString);
        await _scope.AddFlowAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Run_that_goes_on_comes_first_and_counts_on_every_page()
    {
        var ids = new List<string>();
        for (var second = 0; second < 5; second++)
        {
            ids.Insert(0, Run(second).Id);
            await _scope.History.PutAsync(Run(second) with { Id = ids[0] }, Cancel);
        }

        var active = Run(5);
        await LockAsync(active);
        await _scope.Runs.TryAddAsync(active, Cancel);
        ids.Insert(0, active.Id);

        for (var limit = 1; limit <= 7; limit++)
        {
            var read = new List<string>();
            for (var offset = 0; offset < 8; offset += limit)
            {
                var page = await _scope.OwnerRuns.PageAsync(await _scope.FlowAsync(), limit, offset, Cancel);
                Assert.Equal((6, offset), (page.TotalSize, page.Offset));
                read.AddRange(page.Items.Select(run => run.Id));
            }

            Assert.Equal(ids, read);
        }
    }

    [Fact]
    public async Task Run_that_is_in_the_history_already_is_told_of_once()
    {
        var run = Run(0);
        await LockAsync(run);
        await _scope.Runs.TryAddAsync(run, Cancel);
        await _scope.History.PutAsync(run with { EndDate = Start.AddMinutes(1), Result = new RunResult(true, "Success", null) }, Cancel);

        var page = await _scope.OwnerRuns.PageAsync(await _scope.FlowAsync(), 10, 0, Cancel);

        Assert.Equal(1, page.TotalSize);
        Assert.NotNull(Assert.Single(page.Items).EndDate);
    }

    [Fact]
    public async Task Lock_whose_run_is_not_on_record_is_no_run_yet()
    {
        await LockAsync(Run(0));

        Assert.Empty((await _scope.OwnerRuns.PageAsync(await _scope.FlowAsync(), 10, 0, Cancel)).Items);
    }

    private static RunDocument Run(int second) => Of(Step("a")).Run with { Id = ResourceId.New(new DateTimeOffset(Start).AddSeconds(second)) };

    private Task LockAsync(RunDocument run) => _scope.Flows.UpdateAsync(FlowId, flow => RunLock.Take(flow, run), Cancel);
}
