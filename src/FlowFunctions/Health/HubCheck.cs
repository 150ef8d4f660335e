using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlowFunctions.Health;

/// <summary>Passes when the task hub answers. A fault leaves it as the exception that it is.</summary>
internal sealed class HubCheck(DurableHub hub) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await hub.ProbeAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
