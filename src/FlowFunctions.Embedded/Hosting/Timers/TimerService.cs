using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Embedded.Hosting.Timers;

/// <summary>Runs the timer functions.</summary>
internal sealed class TimerService(HostPlan plan, IServiceProvider services) : TriggerService
{
    protected override Task ListenAsync(CancellationToken stopping, CancellationToken abandon) =>
        Task.WhenAll(plan.Timers.Select(timer => ActivatorUtilities.CreateInstance<TimerListener>(services, timer).RunAsync(stopping, abandon)));
}
