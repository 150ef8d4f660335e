using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace BareDurableApp;

/// <summary>Calls one address, then two at once, then one: the shape of the diamonds of the benchmarks.</summary>
public static class Diamond
{
    [Function(nameof(Diamond))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var order = context.GetInput<DiamondOrder>()!;
        await CallAsync("a");
        await Task.WhenAll(CallAsync("b"), CallAsync("c"));
        await CallAsync("d");
        if (order.IsRecorded)
        {
            await context.CallActivityAsync(nameof(RecordDiamond), context.InstanceId);
        }

        Task CallAsync(string step) => context.CallActivityAsync(nameof(CallEndpoint), new EndpointCall(order.Address, context.InstanceId, step, order.IsRecorded));
    }
}
