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
}
