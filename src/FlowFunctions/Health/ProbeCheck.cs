using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlowFunctions.Health;

/// <summary>Passes when one small request is answered. A fault leaves it as the exception that it is.</summary>
internal sealed class ProbeCheck(Func<CancellationToken, Task> probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await probe(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
