using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace FlowFunctions.Embedded.Hosting.Functions;

/// <summary>The names that bindings have in functions.metadata.</summary>
internal static class BindingTypes
{
    public const string HttpResult = "http";

    /// <summary>Null for a binding that the embedded runtime does not know.</summary>
    public static string? Of(BindingAttribute binding) => binding switch
    {
        HttpTriggerAttribute => "httpTrigger",
        TimerTriggerAttribute => "timerTrigger",
        QueueTriggerAttribute => "queueTrigger",
        OrchestrationTriggerAttribute => "orchestrationTrigger",
        ActivityTriggerAttribute => "activityTrigger",
        DurableClientAttribute => "durableClient",
        QueueOutputAttribute => "queue",
        HttpResultAttribute => HttpResult,
        _ => null,
    };
}
