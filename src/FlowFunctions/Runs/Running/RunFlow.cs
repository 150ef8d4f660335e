using System.Text.Json;
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

    /// <summary>The event upon which an orchestration asks again for all that it waits for; its payload names the waits of steps that are over. See <see cref="Wakes"/>.</summary>
    public const string WakeEvent = "Wake";

    /// <summary>
    /// Steps that end until the history starts over, where none is in flight then and it was not woken: each turn reads and replays all of it. With three or four rows a step, a turn reads no more
    /// than about forty.
    /// </summary>
    public const int StepsPerExecution = 10;

    /// <summary>The record must be written: the flow stays locked until it is. 100 tries, the later ones 5 minutes apart, are eight hours.</summary>
    private static readonly TaskOptions UntilRecorded = TaskOptions.FromRetryPolicy(
        new RetryPolicy(100, TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(5)));

    /// <summary>Of a history that is followed by another; nobody reads it.</summary>
    private static readonly RunResult GoesOn = new(false, "Running", null);

    [Function(nameof(RunFlow))]
    public static async Task<RunResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = StoredRunInput.Read(context.GetInput<JsonElement>());
        var wakes = new Wakes(context);
        var flow = new RunExecution(context, input, wakes);
        if (!await flow.RunAsync())
        {
            context.ContinueAsNew(StoredRunInput.Of(flow.ToRest()));
            return GoesOn;
        }

        var record = flow.ToRecord();
        await context.CallForIdAsync(wakes, nameof(RecordRun), record, record.Id, UntilRecorded, maySayNothing: input.StepsPerExecution == 0);
        return record.Result!;
    }
}
