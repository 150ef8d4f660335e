using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>Once a day, takes away the record of deliveries that are too old to be repeated.</summary>
public sealed partial class PurgeDeliveries(DeliveryLog log, ILogger<PurgeDeliveries> logger)
{
    private const string EveryNight = "0 17 3 * * *";

    [Function(nameof(PurgeDeliveries))]
    public async Task RunAsync([TimerTrigger(EveryNight)] TimerInfo timer, CancellationToken cancellationToken) =>
        LogPurged(await log.PurgeAsync(cancellationToken));

    [LoggerMessage(1805, LogLevel.Information, "{Count} records of old deliveries are deleted.")]
    private partial void LogPurged(int count);
}
