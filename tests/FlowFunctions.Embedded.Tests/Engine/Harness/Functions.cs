using System.Text.Json;
using FlowFunctions.Embedded.Engine;
using Microsoft.DurableTask;

namespace FlowFunctions.Embedded.Tests.Engine.Harness;

/// <summary>Functions as tests write them.</summary>
internal static class Functions
{
    public static DurableFunctionRegistry Orchestrator(this DurableFunctionRegistry functions, string name, Func<TaskOrchestrationContext, Task<object?>> run) =>
        functions.AddOrchestrator(name, context => run(context));

    public static DurableFunctionRegistry Activity<TInput>(this DurableFunctionRegistry functions, string name, Func<TInput, object?> run) =>
        functions.AddActivity(name, (invocation, _) => Task.FromResult(run(Input<TInput>(invocation))));

    public static DurableFunctionRegistry ActivityAsync<TInput>(
        this DurableFunctionRegistry functions, string name, Func<TInput, CancellationToken, Task<object?>> run) =>
        functions.AddActivity(name, (invocation, cancellationToken) => run(Input<TInput>(invocation), cancellationToken));

    private static TInput Input<TInput>(ActivityInvocation invocation) =>
        invocation.SerializedInput is null ? default! : JsonSerializer.Deserialize<TInput>(invocation.SerializedInput)!;
}
