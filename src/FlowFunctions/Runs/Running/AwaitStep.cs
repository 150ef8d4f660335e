using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace FlowFunctions.Runs;

/// <summary>
/// Waits for a step that outlasts its first activity: sleeps until the target wants to be asked again, asks, and so on to the end, in
/// an orchestration of its own whose history starts over before it grows long.
/// </summary>
public static class AwaitStep
{
    /// <summary>Exchanges until the history starts over; each leaves about six events.</summary>
    public const int ExchangesPerExecution = 50;

    /// <summary>Each wait has its own: an instance that has ended is not started again.</summary>
    /// <param name="call">The step's try.</param>
    /// <param name="wait">Which wait of the try it is, from 1; there is another one only where the report of the first was another's.</param>
    public static string InstanceIdOf(StepCall call, int wait = 1) => InstanceIdOf(call.RunId, call.Referrer, call.Try.Number, wait);

    /// <inheritdoc cref="InstanceIdOf(StepCall, int)"/>
    public static string InstanceIdOf(string runId, string referrer, int @try, int wait) =>
        (@try == 1 ? $"{runId}-{referrer}" : $"{runId}-{referrer}-{@try}") + (wait == 1 ? "" : $"-w{wait}");

    /// <summary>The run that an instance is of: of a wait (<see cref="InstanceIdOf(string, string, int, int)"/>), or the run's own.</summary>
    public static string RunIdOf(string instanceId) => instanceId.Split('-')[0];

    [Function(nameof(AwaitStep))]
    public static async Task<StepReport> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (call, nextAt) = context.GetInput<StepWait>() ?? throw new InvalidOperationException("A wait needs its step.");
        var wakes = new Wakes(context);
        using var ended = new CancellationTokenSource();
        var cancelled = context.WaitForExternalEvent<string>(RunFlow.CancelEvent, ended.Token);

        // Cancelled here and not asynchronously: an orchestrator's continuations stay in its turn.
#pragma warning disable CA1849, MA0042
        for (var exchange = 0; exchange < ExchangesPerExecution; exchange++)
        {
            // For those who ask from outside whether it stands still.
            context.SetCustomStatus(nextAt);
            if (!await context.WaitUntilAsync(nextAt, cancelled, wakes))
            {
                return StepReport.LetGoOfWait();
            }

            var report = await context.CallForReportAsync(wakes, nameof(ContinueStep), call);
            if (report.NextAt is not { } next)
            {
                ended.Cancel();
                return report;
            }

            nextAt = next;
        }

        if (cancelled.IsCompleted)
        {
            // The event is received, and would be lost with this execution.
            return StepReport.LetGoOfWait();
        }

        ended.Cancel();
#pragma warning restore CA1849, MA0042
        context.ContinueAsNew(new StepWait(call, nextAt));
        return StepReport.Waiting(nextAt);
    }
}
