using FlowFunctions.Runs;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>Takes away the record of deliveries that are too old to be repeated.</summary>
internal sealed partial class DeliveryPurge(DeliveryLog log, ILogger<DeliveryPurge> logger) : IPurge
{
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        if (await log.PurgeAsync(cancellationToken) is > 0 and var count)
        {
            LogPurged(count);
        }
    }

    [LoggerMessage(1805, LogLevel.Information, "{Count} records of old deliveries are deleted.")]
    private partial void LogPurged(int count);
}
