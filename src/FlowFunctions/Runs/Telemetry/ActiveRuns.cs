using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runs;

/// <summary>
/// Counts the runs that are going on, by the locks that they hold: what a process counts up and down for itself would be wrong after its crash. Every process tells the
/// same number, so a dashboard takes the greatest, not the sum. Looks into storage only while somebody listens.
/// </summary>
internal sealed partial class ActiveRuns(
    FlowStore flows, IntegrationStore integrations, StorageReadiness storage, FlowMetrics metrics, TimeProvider time, ILogger<ActiveRuns> logger) : BackgroundService
{
    /// <summary>The 60 seconds that metrics are exported after: a look is two requests, and an idle host makes few others.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await storage.WhenReadyAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            if (metrics.WantsActiveRuns)
            {
                await CountAsync(stoppingToken);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        try
        {
            metrics.RecordActiveRuns(await flows.CountActiveAsync(cancellationToken) + await integrations.CountActiveAsync(cancellationToken));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A count is not worth the process, which an exception out of here would end.
            LogNotCounted(Interval, exception);
        }
    }

    [LoggerMessage(1911, LogLevel.Warning, "The active runs could not be counted; next try in {Interval}.")]
    private partial void LogNotCounted(TimeSpan interval, Exception exception);
}
