using FlowFunctions.Targets;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Runs;

/// <summary>Asks a step's target once more: a poll of its task, or the start again where the target was unavailable.</summary>
public sealed class ContinueStep(StepDriver driver)
{
    [Function(nameof(ContinueStep))]
    public Task<StepReport> RunAsync([ActivityTrigger] StepCall call, CancellationToken cancellationToken) =>
        driver.AdvanceAsync(call, cancellationToken);
}
