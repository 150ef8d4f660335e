using FlowFunctions.Core;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Testing;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Records;

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
                var page = await _scope.OwnerRuns.PageAsync(await _scope.FlowAsync(), limit, offset, withSteps: false, Cancel);
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

        var page = await _scope.OwnerRuns.PageAsync(await _scope.FlowAsync(), 10, 0, withSteps: false, Cancel);

        Assert.Equal(1, page.TotalSize);
        Assert.NotNull(Assert.Single(page.Items).EndDate);
    }

    [Fact]
    public async Task Lock_whose_run_is_not_on_record_is_no_run_yet()
    {
        await LockAsync(Run(0));

        Assert.Empty((await _scope.OwnerRuns.PageAsync(await _scope.FlowAsync(), 10, 0, withSteps: false, Cancel)).Items);
    }

    /// <summary>Its record has them as they were at its start, which nobody has asked for.</summary>
    [Fact]
    public async Task Steps_are_listed_of_those_that_are_over_and_not_of_the_one_that_goes_on()
    {
        var over = Run(0) with { EndDate = Start.AddMinutes(1), Result = new RunResult(true, "Success", null) };
        await _scope.History.PutAsync(over, Cancel);
        var active = Run(1);
        await LockAsync(active);
        await _scope.Runs.TryAddAsync(active, Cancel);

        var page = await _scope.OwnerRuns.PageAsync(await _scope.FlowAsync(), 10, 0, withSteps: true, Cancel);

        Assert.Equal([active.Id, over.Id], page.Items.Select(run => run.Id));
        Assert.Equal(["running", "success"], page.Items.Select(RunOutcomes.Of));
        Assert.Empty(page.Items[0].Steps);
        Assert.Equal(Id("a"), Assert.Single(page.Items[1].Steps).Referrer);
    }

    /// <summary>Its record is read after its end is written, and its entry was looked for before.</summary>
    [Fact]
    public void Run_that_ends_while_its_page_is_read_is_listed_as_the_history_has_it()
    {
        var step = new StepRecord { Referrer = Id("a"), Name = "a", Status = StepStatus.PartialSuccess };
        var over = Run(0) with { EndDate = Start.AddMinutes(1), Result = new RunResult(true, "Success", null), Steps = [step] };

        var without = RunHistory.AsListed(over, withSteps: false);

        Assert.Empty(without.Steps);
        Assert.Equal("partial_success", RunOutcomes.Of(without));
        Assert.Equal([step], RunHistory.AsListed(over, withSteps: true).Steps);
    }

    private static RunDocument Run(int second) => Of(Step("a")).Run with { Id = ResourceId.New(new DateTimeOffset(Start).AddSeconds(second)) };

    private Task LockAsync(RunDocument run) => _scope.Flows.UpdateAsync(FlowId, flow => RunLock.Take(flow, run), Cancel);
}
