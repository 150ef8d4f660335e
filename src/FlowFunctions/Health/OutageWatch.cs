using Microsoft.Extensions.Hosting;

namespace FlowFunctions.Health;

/// <summary>
/// Looks again by itself for as long as a check fails, so that the end of an outage is seen also where nobody asks: the next one has a beginning of its own. While
/// all is well it costs nothing.
/// </summary>
internal sealed class OutageWatch(ServiceHealth health, TimeProvider time) : BackgroundService
{
    /// <summary>An outage that ends and begins again within this time is one.</summary>
    public static readonly TimeSpan LooksAgainAfter = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await health.WhenFailingAsync(stoppingToken);
            await Task.Delay(LooksAgainAfter, time, stoppingToken);
            await health.ReadAsync(stoppingToken);
        }
    }
}
