using FlowFunctions.Steps;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Runs;

/// <summary>Keeps a step of a cancelled run from starting again, and tells its target: best effort.</summary>
public sealed class CancelStep(StepDriver driver, RunTelemetry telemetry)
{
    [Function(nameof(CancelStep))]
    public async Task RunAsync([ActivityTrigger] StepCall call, CancellationToken cancellationToken)
    {
        using var step = telemetry.Enter(call);
        await StorageAwayException.TellAsync(
            async () =>
            {
                await driver.CancelAsync(call, cancellationToken);
                return true;
            },
            cancellationToken);
    }
}
