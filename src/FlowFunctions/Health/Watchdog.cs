using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Health;

/// <summary>
/// Has every <see cref="IRepair"/> look when its interval is over, so that nothing that a crash or an outage leaves stays for long; and keeps count. One that fails holds up no other,
/// and looks again the next time.
/// </summary>
public sealed partial class Watchdog(
    IEnumerable<IRepair> repairs, RepairCounts counts, StorageReadiness storage, TimeProvider time, ILogger<Watchdog> logger)
{
    /// <summary>Half a minute behind the schedules' own timer, which goes first.</summary>
    private const string EveryFiveMinutes = "30 */5 * * * *";

    /// <summary>A timer that fires a moment early must not wait for the next turn.</summary>
    private static readonly TimeSpan EarlyBy = TimeSpan.FromMinutes(1);

    [Function(nameof(Watchdog))]
    public async Task RunAsync([TimerTrigger(EveryFiveMinutes)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (timer.IsPastDue)
        {
            // The first turn after downtime: what waited for its turn meanwhile comes first.
            return;
        }

        await storage.WhenReadyAsync(cancellationToken);
        foreach (var repair in repairs)
        {
            if (!counts.IsDue(repair, time.GetUtcNow() + EarlyBy))
            {
                continue;
            }

            try
            {
                var repaired = await repair.RepairAsync(client, cancellationToken);
                counts.Add(repair, repaired, time.GetUtcNow());
                if (repaired > 0)
                {
                    LogRepaired(repaired, repair.Subject);
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotRepaired(repair.Subject, exception);
            }
        }
    }

    [LoggerMessage(1905, LogLevel.Warning, "The watchdog has repaired {Count} {Subject} that a crash or an outage had left behind.")]
    private partial void LogRepaired(int count, string subject);

    [LoggerMessage(1906, LogLevel.Error, "The watchdog could not look after {Subject}; it tries again in five minutes.")]
    private partial void LogNotRepaired(string subject, Exception exception);
}
