using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Tests.Hosting.Durable;

public sealed class SampleDurableFunctions(DurableCalls calls)
{
    [Function("StartGreetings")]
    public static async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "greetings")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var names = await request.ReadFromJsonAsync<string[]>(cancellationToken);
        var id = await client.ScheduleNewOrchestrationInstanceAsync(nameof(Greetings), names, cancellationToken);
        var ended = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, cancellationToken);
        return ended.RuntimeStatus is OrchestrationRuntimeStatus.Completed
            ? Results.Json(ended.ReadOutputAs<string[]>())
            : Results.Text(ended.FailureDetails?.ErrorMessage, statusCode: StatusCodes.Status422UnprocessableEntity);
    }

    [Function(nameof(Greetings))]
    public async Task<string[]> Greetings([OrchestrationTrigger] TaskOrchestrationContext context, string[] names, FunctionContext function)
    {
        calls.Add($"orchestrator {function.FunctionDefinition.Name}");
        var greetings = await Task.WhenAll(names.Select(name => context.CallActivityAsync<string>(nameof(Greet), new Greeting(name, 1))));
        return greetings;
    }

    [Function(nameof(Greet))]
    public string Greet([ActivityTrigger] Greeting greeting, string instanceId, FunctionContext function, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (greeting.Name.Length == 0)
        {
            throw new InvalidOperationException("Nobody to greet");
        }

        calls.Add($"activity {function.FunctionDefinition.Name} {instanceId.Length > 0}");
        return $"Hello {greeting.Name} {greeting.Count}";
    }
}
