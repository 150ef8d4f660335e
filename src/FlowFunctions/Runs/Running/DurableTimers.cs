using Microsoft.DurableTask;

namespace FlowFunctions.Runs;

/// <summary>Durable timers that keep to their instant whatever the storage behind them makes of it.</summary>
internal static class DurableTimers
{
    /// <summary>
    /// How much earlier than asked a timer of the Azure Storage provider may fire: it is a message that is hidden for whole seconds, the fraction cut off
    /// (the visibilitytimeout of Put Message is an integer), so that a timer of less than a second fires at once.
    /// </summary>
    public static readonly TimeSpan Precision = TimeSpan.FromSeconds(1);

    /// <summary>Ends at the instant or up to <see cref="Precision"/> after it, by the orchestration's clock; never before.</summary>
    /// <exception cref="TaskCanceledException">The token was cancelled first.</exception>
    public static async Task CreateTimerNotBefore(this TaskOrchestrationContext context, DateTime instant, CancellationToken cancellationToken)
    {
        do
        {
            await context.CreateTimer(instant + Precision, cancellationToken);
        }
        while (context.CurrentUtcDateTime < instant);
    }

    /// <summary>Waits for an instant, also where its timer is lost and the orchestration is woken after it.</summary>
    /// <param name="context">Of the orchestration.</param>
    /// <param name="instant">UTC.</param>
    /// <param name="end">What ends the wait before.</param>
    /// <param name="wakes">Of the orchestration.</param>
    /// <returns>True at the instant, false where <paramref name="end"/> came before it.</returns>
    public static async Task<bool> WaitUntilAsync(this TaskOrchestrationContext context, DateTime instant, Task end, Wakes wakes)
    {
        using var ended = new CancellationTokenSource();
        var timer = context.CreateTimerNotBefore(instant, ended.Token);
        while (true)
        {
            var first = await Task.WhenAny(end, timer, wakes.Next);
            if (first == timer)
            {
                return true;
            }

            if (first == end || context.CurrentUtcDateTime >= instant)
            {
                // The timer would keep the orchestration from ending. Cancelled here and now: an orchestrator's continuations stay in its turn.
#pragma warning disable CA1849, MA0042
                ended.Cancel();
#pragma warning restore CA1849, MA0042
                return first != end;
            }
        }
    }
}
