using FlowFunctions.Embedded.Tests.Hosting.Durable;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Embedded.Tests.Hosting.Queues;

public sealed class SampleQueueFunctions(DurableCalls calls)
{
    [Function("Forwards")]
    [QueueOutput("%Names:Forwarded%")]
    public Greeting[] Forwards([QueueTrigger("%Names:Greetings%")] Greeting greeting, int dequeueCount)
    {
        calls.Add($"forwards {greeting.Name} {dequeueCount}");
        return [greeting with { Count = greeting.Count + 1 }];
    }

    [Function("Takes")]
    public async Task TakesAsync([QueueTrigger("%Names:Forwarded%")] string text, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        calls.Add($"takes {text}");
    }

    [Function("Fails")]
    public void Fails([QueueTrigger("%Names:Failing%")] byte[] body, FunctionContext context)
    {
        calls.Add($"fails {body.Length} {context.BindingContext.BindingData["dequeuecount"]}");
        throw new InvalidOperationException("fails on purpose");
    }
}
