using FlowFunctions.Steps;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Runs;

/// <summary>Starts a step on its target and stays with it for the inline wait. At-least-once: run again, it goes on with the task that it has started.</summary>
public sealed class StartStep(StepDriver driver, RunTelemetry telemetry)
{
    [Function(nameof(StartStep))]
    public async Task<StepReport> RunAsync([ActivityTrigger] StepCall call, CancellationToken cancellationToken)
    {
        using var step = telemetry.Enter(call);
        var report = await driver.Storage.ForAsync(() => driver.StartAsync(call, cancellationToken), cancellationToken);
        return report with { OperationId = call.OperationId };
    }
}
