using FlowFunctions.Steps;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Runs;

/// <summary>Keeps a step of a cancelled run from starting again, and tells its target: best effort.</summary>
public sealed class CancelStep(StepDriver driver, RunTelemetry telemetry)
{
    /// <returns>What the step has done all the same, or may do; null where there is nothing to tell, and in histories of before.</returns>
    [Function(nameof(CancelStep))]
    public async Task<string?> RunAsync([ActivityTrigger] StepCall call, CancellationToken cancellationToken)
    {
        using var step = telemetry.Enter(call);
        return await driver.Storage.ForAsync(() => driver.CancelAsync(call, cancellationToken), cancellationToken);
    }
}
