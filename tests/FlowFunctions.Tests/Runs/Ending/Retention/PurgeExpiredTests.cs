using Azure.Data.Tables;
using FlowFunctions.Http;
using FlowFunctions.Notifications.Delivery;
using FlowFunctions.Runs;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;

namespace FlowFunctions.Tests.Runs.Ending.Retention;

[Needs(Need.Azurite)]
public sealed class PurgeExpiredTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Purge_that_fails_holds_up_no_other_and_is_told()
    {
        var failing = new Mock<IPurge>();
        failing.Setup(purge => purge.PurgeAsync(It.IsAny<CancellationToken>())).ThrowsAsync(new InvalidOperationException("storage is away"));
        var other = new Mock<IPurge>();
        await using var application = await ApiApplication.StartAsync(
            azurite.ConnectionString, services => services.AddSingleton(failing.Object).AddSingleton(other.Object));
        application.Durable
            .Setup(client => client.PurgeAllInstancesAsync(It.IsAny<PurgeInstancesFilter>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new PurgeResult(0));
        application.Durable.SetupOpen();
        var purge = ActivatorUtilities.CreateInstance<PurgeExpired>(application.Services);

        var fault = await Record.ExceptionAsync(() => purge.RunAsync(timer: null!, application.Durable.Object, Cancel));

        Assert.Equal("storage is away", fault?.Message);
        other.Verify(purge => purge.PurgeAsync(It.IsAny<CancellationToken>()), Times.Once);
        application.Durable.Verify(client => client.PurgeAllInstancesAsync(It.IsAny<PurgeInstancesFilter>(), It.IsAny<CancellationToken>()), Times.AtLeastOnce);
    }

    [Fact]
    public async Task Nothing_is_purged_before_the_tables_are_known_to_be_there_and_then_everything_that_is_over()
    {
        var readiness = new StorageReadiness();
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);
        var other = new Mock<IPurge>();
        var client = new Mock<DurableTaskClient>("test");
        client.Setup(known => known.PurgeAllInstancesAsync(It.IsAny<PurgeInstancesFilter>(), It.IsAny<CancellationToken>())).ReturnsAsync(new PurgeResult(0));
        client.SetupOpen();
        var runs = new RunPurge(
            scope.Runs, scope.History, null!, Options.Create(new RetentionOptions()), scope.Time, NullLogger<RunPurge>.Instance);
        var purge = new PurgeExpired(runs, new IdempotencyPurge(scope.Tables, scope.Time), new SessionPurge(scope.Tables, scope.Time), [other.Object], readiness);

        foreach (var table in new[] { scope.Tables.Idempotency, scope.Tables.Sessions })
        {
            await table.AddEntityAsync(new TableEntity("kept", "over") { ["ExpiresAt"] = scope.Time.GetUtcNow().AddSeconds(-1) }, Cancel);
            await table.AddEntityAsync(new TableEntity("kept", "valid") { ["ExpiresAt"] = scope.Time.GetUtcNow().AddSeconds(1) }, Cancel);
        }

        var purging = purge.RunAsync(timer: null!, client.Object, Cancel);
        Assert.False(purging.IsCompleted);
        other.VerifyNoOtherCalls();

        readiness.MarkReady();
        await purging;
        other.Verify(known => known.PurgeAsync(Cancel), Times.Once);
        client.Verify(known => known.PurgeAllInstancesAsync(It.IsAny<PurgeInstancesFilter>(), Cancel), Times.Once);
        foreach (var table in new[] { scope.Tables.Idempotency, scope.Tables.Sessions })
        {
            Assert.Equal(["valid"], await table.QueryAsync<TableEntity>(cancellationToken: Cancel).Select(row => row.RowKey).ToListAsync(Cancel));
        }
    }

    [Fact]
    public async Task Deliveries_are_purged_with_the_rest()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString, makeTables: false);

        Assert.Contains(application.Services.GetServices<IPurge>(), purge => purge is DeliveryPurge);
    }
}
