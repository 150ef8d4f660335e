using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Storage;

/// <summary>Creates the tables, queues and containers that do not exist yet, and keeps trying while the storage account cannot be reached.</summary>
internal sealed partial class StorageSetup(
    StorageTables tables, StorageQueues queues, StorageContainers containers, StorageReadiness readiness, TimeProvider time, ILogger<StorageSetup> logger)
    : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var pause = FirstPause; !readiness.IsReady; pause = Longer(pause))
        {
            try
            {
                await CreateAsync(stoppingToken);
                readiness.MarkReady();
                LogReady(tables.All.Count, queues.All.Count, containers.All.Count);
            }
            catch (Exception exception) when (StorageFaults.IsUnavailable(exception, stoppingToken))
            {
                LogUnreachable(tables.Flows.Uri.Authority, pause, exception);
                await Task.Delay(pause, time, stoppingToken);
            }
        }
    }

    private Task CreateAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(
        [
            .. tables.All.Select(table => table.CreateIfNotExistsAsync(cancellationToken)),
            .. queues.All.Select(queue => queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken)),
            .. containers.All.Select(container => container.CreateIfNotExistsAsync(cancellationToken: cancellationToken)),
        ]);

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    [LoggerMessage(1101, LogLevel.Information, "Storage is ready: {Tables} tables, {Queues} queues and {Containers} containers exist.")]
    private partial void LogReady(int tables, int queues, int containers);

    [LoggerMessage(1102, LogLevel.Warning, "The storage account at {Address} does not answer; requests get 503 until it does. Next try in {Pause}.")]
    private partial void LogUnreachable(string address, TimeSpan pause, Exception exception);
}
