using System.Globalization;
using FlowFunctions.Embedded.Hosting.Durable;
using FlowFunctions.Embedded.Hosting.Invocation;
using FlowFunctions.Embedded.Hosting.Queues;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Embedded.Hosting.Timers;

/// <summary>Calls one timer function at its occurrences, one call after the other.</summary>
/// <remarks>
/// As the Functions host's TimerListener: an occurrence missed in downtime is made up for once, at start-up; a call that outlasts the next
/// occurrence is followed by it at once; a schedule that changed since it was recorded begins anew.
/// </remarks>
internal sealed partial class TimerListener(
    TimerPlan timer,
    FunctionExecutor executor,
    DurableClientSources clients,
    OutputQueues outputs,
    TimerStatusStore store,
    TimeProvider time,
    ILogger<TimerListener> logger)
{
    // A timer of the platform takes about 49 days at most; a clock that is set meanwhile is noticed within this time.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private static readonly TimeSpan StoreAgainAfter = TimeSpan.FromSeconds(5);

    private readonly bool _isMonitored = timer.Trigger.UseMonitor && !timer.Schedule.IsFrequent(time.GetUtcNow().UtcDateTime);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <param name="stopping">No further call is begun after it.</param>
    /// <param name="abandon">Cancels the call that is running.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abandon)
    {
        var status = await BeginAsync(stopping);
        if (_isMonitored && status.Next < Now)
        {
            PastDue(timer.Function.Name, status.Next);
            status = await CallAsync(status, isPastDue: true, abandon);
        }
        else if (timer.Trigger.RunOnStartup)
        {
            status = await CallAsync(status, isPastDue: false, abandon);
        }

        // The last year of the calendar stands for "never again".
        while (status.Next < DateTime.MaxValue)
        {
            for (var wait = status.Next - Now; wait > TimeSpan.Zero; wait = status.Next - Now)
            {
                await Task.Delay(wait < LongestWait ? wait : LongestWait, time, stopping);
            }

            stopping.ThrowIfCancellationRequested();
            status = await CallAsync(status, isPastDue: false, abandon);
        }
    }

    private async Task<ScheduleStatus> BeginAsync(CancellationToken stopping)
    {
        var recorded = _isMonitored ? await PersistentlyAsync(() => store.ReadAsync(timer, stopping), stopping) : null;
        if (recorded is not null && recorded.Next == After(recorded.Last == default ? recorded.LastUpdated : recorded.Last))
        {
            return recorded;
        }

        var status = new ScheduleStatus { Next = After(Now), LastUpdated = Now };
        if (_isMonitored)
        {
            await PersistentlyAsync(() => WriteAsync(status, stopping), stopping);
        }

        return status;
    }

    private async Task<ScheduleStatus> CallAsync(ScheduleStatus status, bool isPastDue, CancellationToken abandon)
    {
        var begun = Now;
        var information = new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = _isMonitored ? status : null };
        for (var attempt = 0; !await TryAsync(information, attempt, abandon) && attempt != Retries; attempt++)
        {
            await Task.Delay(RetryDelay(attempt), time, abandon);
        }

        // A clock that fired a little early must not make the same occurrence come again.
        var last = !isPastDue && status.Next > begun && status.Next - begun < TimeSpan.FromSeconds(1) ? status.Next : begun;
        var after = new ScheduleStatus { Last = last, Next = After(last), LastUpdated = last };
        if (_isMonitored)
        {
            await PersistentlyAsync(() => WriteAsync(after, abandon), abandon);
        }

        return after;
    }

    private async Task<bool> TryAsync(TimerInfo information, int attempt, CancellationToken abandon)
    {
        var sources = clients.For(timer.Function);
        sources[timer.Function.TriggerParameter.Name ?? ""] = information;
        var input = new InvocationInput(sources, new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)) { Retry = (attempt, Retries) };
        try
        {
            await outputs.SendAsync(timer.Function, await executor.ExecuteAsync(timer.Function, input, abandon), abandon);
            return true;
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception fault)
        {
            // A failed call does not end the schedule.
            Failed(fault, timer.Function.Name);
            return false;
        }
    }

    private int Retries => timer.Function.Retry?.MaxRetryCount ?? 0;

    private TimeSpan RetryDelay(int attempt)
    {
        switch (timer.Function.Retry)
        {
            case FixedDelayRetryAttribute retry:
                return TimeSpan.Parse(retry.DelayInterval, CultureInfo.InvariantCulture);
            case ExponentialBackoffRetryAttribute retry:
                var least = TimeSpan.Parse(retry.MinimumInterval, CultureInfo.InvariantCulture);
                var most = TimeSpan.Parse(retry.MaximumInterval, CultureInfo.InvariantCulture);
                var grown = least.TotalMilliseconds * Math.Pow(2, attempt);
                return grown < most.TotalMilliseconds ? TimeSpan.FromMilliseconds(grown) : most;
            default:
                return TimeSpan.Zero;
        }
    }

    private DateTime After(DateTime instant) => timer.Schedule.Next(DateTime.SpecifyKind(instant, DateTimeKind.Utc)) ?? DateTime.MaxValue;

    private async Task<bool> WriteAsync(ScheduleStatus status, CancellationToken cancellationToken)
    {
        await store.WriteAsync(timer, status, cancellationToken);
        return true;
    }

    // Without the record an occurrence could be lost or come twice, so the schedule waits for the storage.
    private async Task<T> PersistentlyAsync<T>(Func<Task<T>> action, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await action();
            }
            catch (Exception fault) when (fault is Azure.RequestFailedException or AggregateException)
            {
                StorageFailed(fault, timer.Function.Name, StoreAgainAfter.TotalSeconds);
                await Task.Delay(StoreAgainAfter, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(1110, LogLevel.Information, "Timer function {Function} missed its occurrence at {Occurrence:u}; it runs now")]
    private partial void PastDue(string function, DateTime occurrence);

    [LoggerMessage(1111, LogLevel.Error, "Timer function {Function} failed")]
    private partial void Failed(Exception fault, string function);

    [LoggerMessage(1112, LogLevel.Warning, "Where the schedule of timer function {Function} stands cannot be read or written; trying again in {Seconds} s")]
    private partial void StorageFailed(Exception fault, string function, double seconds);
}
