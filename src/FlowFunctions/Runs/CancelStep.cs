using FlowFunctions.Targets;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Runs;

/// <summary>Keeps a step of a cancelled run from starting again, and tells its target: best effort.</summary>
public sealed class CancelStep(StepDriver driver)
{
    [Function(nameof(CancelStep))]
    public Task RunAsync([ActivityTrigger] StepCall call, CancellationToken cancellationToken) => driver.CancelAsync(call, cancellationToken);
}
