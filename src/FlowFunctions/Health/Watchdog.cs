using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Health;

/// <summary>
/// Has every <see cref="IRepair"/> look when its interval is over, so that nothing that a crash or an outage leaves stays for long; and keeps count. Those that look most often, the runs
/// first of all, come first. One that fails holds up no other, and looks again the next time. One that hangs is given up, comes behind all others until it has come to an end again, and looks more
/// and more seldom: else it would take nearly all of every turn.
/// </summary>
public sealed partial class Watchdog(
    IEnumerable<IRepair> repairs, RepairCounts counts, StorageReadiness storage, TimeProvider time, ILogger<Watchdog> logger)
{
    /// <summary>Of one look. All of them together, each to its end, are over before the Functions host ends the function (host.json, functionTimeout), and the process with it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Half a minute behind the schedules' own timer, which goes first.</summary>
    private const string EveryFiveMinutes = "30 */5 * * * *";

    /// <summary>
    /// Since the turn before, where the application was down meanwhile. One that was away for less, such as an instance that is started for each turn and is ready after its second, is past due
    /// as well (Azure/azure-webjobs-sdk-extensions issue 631), and would never look.
    /// </summary>
    private static readonly TimeSpan Downtime = TimeSpan.FromMinutes(11);

    /// <summary>A timer that fires a moment early must not wait for the next turn.</summary>
    private static readonly TimeSpan EarlyBy = TimeSpan.FromMinutes(1);

    [Function(nameof(Watchdog))]
    public async Task RunAsync([TimerTrigger(EveryFiveMinutes)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (timer.IsPastDue && !(time.GetUtcNow().UtcDateTime - timer.ScheduleStatus?.Last.ToUniversalTime() < Downtime))
        {
            // The first turn after downtime: what waited for its turn meanwhile comes first.
            return;
        }

        await storage.WhenReadyAsync(cancellationToken);
        foreach (var repair in repairs.OrderBy(counts.IsGivenUp).ThenBy(repair => repair.Interval))
        {
            if (counts.IsDue(repair, time.GetUtcNow() + EarlyBy))
            {
                await LookAsync(repair, client, cancellationToken);
            }
        }
    }

    private async Task LookAsync(IRepair repair, DurableTaskClient client, CancellationToken cancellationToken)
    {
        // The next look is due by the beginning of this one: a long one is no reason to leave out a turn.
        var began = time.GetUtcNow();
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var repaired = await repair.RepairAsync(client, either.Token);
            counts.Add(repair, repaired, began);
            if (repaired > 0)
            {
                LogRepaired(repaired, repair.Subject);
            }
        }
        catch (Exception exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var (times, next) = counts.GiveUp(repair, began);
            LogGivenUp(repair.Subject, Patience, times, next, exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRepaired(repair.Subject, exception);
        }
    }

    [LoggerMessage(1905, LogLevel.Warning, "The watchdog has repaired {Count} {Subject} that a crash or an outage had left behind.")]
    private partial void LogRepaired(int count, string subject);

    [LoggerMessage(1906, LogLevel.Error, "The watchdog could not look after {Subject}; it tries again in five minutes.")]
    private partial void LogNotRepaired(string subject, Exception exception);

    [LoggerMessage(1907, LogLevel.Error, "The watchdog has not come to the end of looking after {Subject} within {Patience}, {Times} times in a row; it tries again after {Next:u}, behind all else.")]
    private partial void LogGivenUp(string subject, TimeSpan patience, int times, DateTimeOffset next, Exception exception);
}
