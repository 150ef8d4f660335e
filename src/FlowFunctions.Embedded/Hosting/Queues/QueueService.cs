using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Embedded.Hosting.Queues;

/// <summary>Runs the queue functions.</summary>
internal sealed class QueueService(HostPlan plan, IServiceProvider services) : TriggerService
{
    protected override Task ListenAsync(CancellationToken stopping, CancellationToken abandon) =>
        Task.WhenAll(plan.QueueTriggers.Select(queue => ActivatorUtilities.CreateInstance<QueueListener>(services, queue).RunAsync(stopping, abandon)));
}
