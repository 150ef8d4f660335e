using FlowFunctions.Notifications.Delivery;
using FlowFunctions.Runs;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace FlowFunctions.Tests.Runs.Retention;

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
        var purge = ActivatorUtilities.CreateInstance<PurgeExpired>(application.Services);

        var fault = await Record.ExceptionAsync(() => purge.RunAsync(timer: null!, application.Durable.Object, Cancel));

        Assert.Equal("storage is away", fault?.Message);
        other.Verify(purge => purge.PurgeAsync(It.IsAny<CancellationToken>()), Times.Once);
        application.Durable.Verify(client => client.PurgeAllInstancesAsync(It.IsAny<PurgeInstancesFilter>(), It.IsAny<CancellationToken>()), Times.AtLeastOnce);
    }

    [Fact]
    public async Task Deliveries_are_purged_with_the_rest()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString, makeTables: false);

        Assert.Contains(application.Services.GetServices<IPurge>(), purge => purge is DeliveryPurge);
    }
}
