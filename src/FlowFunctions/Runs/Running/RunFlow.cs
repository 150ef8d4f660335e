using FlowFunctions.Core.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace FlowFunctions.Runs;

/// <summary>
/// Runs a flow: starts the steps whose dependencies are done, hands each outcome to <see cref="FlowProgress"/>, which knows the rules,
/// and shows where the run stands. However it ends (done, stopped, cancelled, out of time or broken) it ends in <see cref="RecordRun"/>.
/// Its instance id is the run's id, so a run cannot start twice.
/// </summary>
public static class RunFlow
{
    /// <summary>The event that cancels a run; its payload is the name of the user who asked for it.</summary>
    public const string CancelEvent = "Cancel";

    /// <summary>The record must be written: the flow stays locked until it is. 100 tries, the later ones 5 minutes apart, are eight hours.</summary>
    private static readonly TaskOptions UntilRecorded = TaskOptions.FromRetryPolicy(
        new RetryPolicy(100, TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(5)));

    [Function(nameof(RunFlow))]
    public static async Task<RunResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<RunInput>() ?? throw new InvalidOperationException("A run needs its input.");
        var flow = new RunExecution(context, input);
        await flow.RunAsync();
        var record = flow.ToRecord();
        await context.CallForIdAsync(nameof(RecordRun), record, record.Id, UntilRecorded);
        return record.Result!;
    }
}
