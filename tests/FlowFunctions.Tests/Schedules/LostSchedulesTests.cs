using FlowFunctions.Core.Flows;
using FlowFunctions.Definitions;
using FlowFunctions.Schedules;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;
using FlowFunctions.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.Tests.Schedules;

[Needs(Need.Azurite)]
public sealed class LostSchedulesTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Schedule_whose_owner_is_gone_is_deleted_and_no_other(bool isEnabled)
    {
        var scope = await ScheduleScope.CreateAsync(azurite.ConnectionString);
        var lost = await scope.AddScheduledAsync("a");
        var kept = await scope.AddScheduledAsync("b");
        if (!isEnabled)
        {
            var enabled = await scope.ScheduleAsync(lost);
            Assert.NotNull(await scope.Schedules.ReplaceAsync(enabled, enabled with { IsEnabled = false, NextAt = null }, pending: null, Cancel));
        }

        await scope.Integrations.DeleteAsync((await scope.Integrations.GetAsync(lost, Cancel))!, Cancel);

        Assert.Equal(1, await RepairAsync(scope));

        Assert.Null(await scope.Schedules.GetAsync(lost, Cancel));
        Assert.NotNull(await scope.Schedules.GetAsync(kept, Cancel));
        Assert.Equal([kept], await scope.Schedules.DueAsync(DateTime.MaxValue.AddDays(-1), Cancel));
        Assert.Equal(0, await RepairAsync(scope));
    }

    /// <summary>Of a flow, which no integration is.</summary>
    [Fact]
    public async Task Schedule_of_a_flow_is_kept()
    {
        var scope = await ScheduleScope.CreateAsync(azurite.ConnectionString);
        Assert.True((await scope.Flows.CreateAsync(
            new()
            {
                Id = RunInputs.FlowId,
                Input = new FlowInput { Name = "Nightly", Steps = [] },
                CreatedBy = "ann",
                CreationDate = scope.Time.GetUtcNow(),
                ModificationDate = scope.Time.GetUtcNow(),
            },
            Cancel)).IsWritten);
        var schedule = await scope.ScheduleAsync(await scope.AddScheduledAsync());
        Assert.NotNull(await scope.Schedules.CreateAsync(schedule with { OwnerId = RunInputs.FlowId, OwnerKind = RunKind.Flow }, Cancel));

        Assert.Equal(0, await RepairAsync(scope));

        Assert.NotNull(await scope.Schedules.GetAsync(RunInputs.FlowId, Cancel));
    }

    /// <summary>The schedules, and the versions of the lists of flows and integrations.</summary>
    [Fact]
    public async Task Schedules_whose_owners_are_there_cost_three_reads_together()
    {
        var scope = await ScheduleScope.CreateAsync(azurite.ConnectionString);
        foreach (var name in new[] { "a", "b", "c" })
        {
            await scope.AddScheduledAsync(name);
        }

        using var counted = new CountingTransport();
        var process = scope.OfAnotherProcess(counted);
        await RepairAsync(process);
        counted.Reset();

        Assert.Equal(0, await RepairAsync(process));

        Assert.Equal(3, counted.Requests);
    }

    /// <summary>Between the list and the deletion.</summary>
    [Fact]
    public async Task Schedule_that_changes_while_it_is_deleted_waits_for_the_next_time()
    {
        var scope = await ScheduleScope.CreateAsync(azurite.ConnectionString);
        var lost = await scope.AddScheduledAsync();
        await scope.Integrations.DeleteAsync((await scope.Integrations.GetAsync(lost, Cancel))!, Cancel);
        var read = await scope.ScheduleAsync(lost);
        using var meanwhile = new InterleavingTransport(
            request => request.Method == Azure.Core.RequestMethod.Post,
            () => scope.Schedules.ReplaceAsync(read, read with { NextAt = read.NextAt!.Value.AddDays(1) }, pending: null, Cancel));

        Assert.Equal(0, await RepairAsync(scope.OfAnotherProcess(meanwhile)));
        Assert.NotNull(await scope.Schedules.GetAsync(lost, Cancel));
        Assert.Equal(1, await RepairAsync(scope));
    }

    [Fact]
    public void Schedules_are_looked_after_every_hour()
    {
        var repair = new LostSchedules(null!, null!, null!, null!, NullLogger<LostSchedules>.Instance);

        Assert.Equal(("schedules", TimeSpan.FromHours(1)), (repair.Subject, repair.Interval));
    }

    private static Task<int> RepairAsync(ScheduleScope scope) =>
        new LostSchedules(scope.Schedules, scope.Flows, scope.Integrations, scope.Owners, NullLogger<LostSchedules>.Instance).RepairAsync(new FakeOrchestrations().Client, Cancel);
}
