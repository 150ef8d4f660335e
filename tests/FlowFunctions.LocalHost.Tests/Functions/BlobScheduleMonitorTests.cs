using Azure.Core;
using Azure.Storage.Blobs;
using FlowFunctions.LocalHost.Functions;
using FlowFunctions.Testing;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Microsoft.Azure.WebJobs.Host.Executors;
using Microsoft.Azure.WebJobs.Host.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace FlowFunctions.LocalHost.Tests.Functions;

[Needs(Need.Azurite)]
public sealed class BlobScheduleMonitorTests(AzuriteFixture azurite)
{
    private const string Timer = "Host.Functions.DispatchSchedules";

    private static readonly DateTime Last = new(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Times_are_kept()
    {
        var container = new BlobServiceClient(azurite.NewAccount()).GetBlobContainerClient("azure-webjobs-hosts");
        var monitor = MonitorOf(container);

        Assert.Null(await monitor.GetStatusAsync(Timer));
        await monitor.UpdateStatusAsync(Timer, new ScheduleStatus { Last = Last, Next = Last.AddMinutes(1) });

        var kept = await monitor.GetStatusAsync(Timer);
        Assert.Equal((Last, Last.AddMinutes(1)), (kept!.Last, kept.Next));
    }

    /// <summary>A timer whose monitor fails never ticks again, also when storage is back.</summary>
    [Fact]
    public async Task Time_that_cannot_be_written_down_does_not_stop_the_timer()
    {
        using var nobody = new RefusingPort();
        var options = new BlobClientOptions { Retry = { MaxRetries = 0, Mode = RetryMode.Fixed } };
        var away = new BlobContainerClient(new Uri($"http://127.0.0.1:{nobody.Number}/account/azure-webjobs-hosts"), options);

        await MonitorOf(away).UpdateStatusAsync(Timer, new ScheduleStatus { Last = Last, Next = Last.AddMinutes(1) });
    }

    private static BlobScheduleMonitor MonitorOf(BlobContainerClient container)
    {
        var storage = new Mock<IAzureBlobStorageProvider>();
        var client = container;
        storage.Setup(provider => provider.TryCreateHostingBlobContainerClient(out client)).Returns(true);
        var host = new Mock<IHostIdProvider>();
        host.Setup(provider => provider.GetHostIdAsync(It.IsAny<CancellationToken>())).ReturnsAsync("host");
        return new(storage.Object, host.Object, NullLogger<BlobScheduleMonitor>.Instance);
    }
}
