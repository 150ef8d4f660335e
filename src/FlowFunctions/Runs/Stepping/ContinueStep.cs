using FlowFunctions.Steps;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Runs;

/// <summary>Asks a step's target once more: a poll of its task, or the start again where the target was unavailable.</summary>
public sealed class ContinueStep(StepDriver driver, RunTelemetry telemetry)
{
    [Function(nameof(ContinueStep))]
    public async Task<StepReport> RunAsync([ActivityTrigger] StepCall call, CancellationToken cancellationToken)
    {
        using var step = telemetry.Enter(call);
        var report = await driver.Storage.ForAsync(() => driver.AdvanceAsync(call, cancellationToken), cancellationToken);
        return report with { OperationId = call.OperationId };
    }
}
