using FlowFunctions.Targets;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Runs;

/// <summary>Starts a step on its target and stays with it for the inline wait. At-least-once: run again, it goes on with the task that it has started.</summary>
public sealed class StartStep(StepDriver driver)
{
    [Function(nameof(StartStep))]
    public Task<StepReport> RunAsync([ActivityTrigger] StepCall call, CancellationToken cancellationToken) =>
        driver.StartAsync(call, cancellationToken);
}
