using FlowFunctions.Api;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlowFunctions.Health;

/// <summary>Passes when the task hub answers. On the embedded runtime that is when this process owns it.</summary>
internal sealed class HubCheck(DurableHub hub) : IHealthCheck
{
    private const string NotOwned = "This process does not serve the task hub yet: another process owns it, or its storage does not answer.";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await hub.ProbeAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (ProductVersion.Current.IsEmbedded && exception is OperationCanceledException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy(NotOwned);
        }
    }
}
