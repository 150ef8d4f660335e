using FlowFunctions.Schedules;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;
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

    private static Task<int> RepairAsync(ScheduleScope scope) =>
        new LostSchedules(scope.Schedules, scope.Flows, scope.Integrations, scope.Owners, NullLogger<LostSchedules>.Instance).RepairAsync(new FakeOrchestrations().Client, Cancel);
}
