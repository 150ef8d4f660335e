using System.Reflection;
using FlowFunctions.Embedded.Engine;
using FlowFunctions.Embedded.Hosting.Functions;
using FlowFunctions.Embedded.Hosting.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace FlowFunctions.Embedded.Hosting.Durable;

/// <summary>Gives the application's orchestrators and activities to the durable task engine.</summary>
internal sealed class DurableFunctions(FunctionExecutor executor, DurableClientSources clients, SerializerDataConverter converter)
{
    private static readonly MethodInfo GetInput = typeof(TaskOrchestrationContext).GetMethod(nameof(TaskOrchestrationContext.GetInput))
        ?? throw new InvalidOperationException("TaskOrchestrationContext has no GetInput.");

    public IDurableFunctions Register(FunctionCatalog catalog)
    {
        var registry = new DurableFunctionRegistry();
        foreach (var (function, _) in catalog.With<OrchestrationTriggerAttribute>())
        {
            registry.AddOrchestrator(function.DurableName, context => OrchestrateAsync(function, context));
        }

        foreach (var (function, _) in catalog.With<ActivityTriggerAttribute>())
        {
            registry.AddActivity(function.DurableName, (activity, cancellationToken) => ActAsync(function, activity, cancellationToken));
        }

        return registry;
    }

    /// <summary>The parameter that takes an orchestrator's input: the first that has no binding and is not of the invocation itself.</summary>
    public static ParameterInfo? InputParameter(DiscoveredFunction orchestrator) =>
        orchestrator.Method.GetParameters().FirstOrDefault(parameter =>
            parameter.ParameterType != typeof(FunctionContext)
            && parameter.ParameterType != typeof(CancellationToken)
            && !orchestrator.InputBindings.ContainsKey(parameter.Name ?? ""));

    // Runs on the orchestration's own scheduler: nothing here may leave it.
    private Task<object?> OrchestrateAsync(DiscoveredFunction function, TaskOrchestrationContext context)
    {
        var sources = clients.For(function);
        sources[function.TriggerParameter.Name ?? ""] = context;
        if (InputParameter(function) is { Name: { } name } parameter)
        {
            sources[name] = GetInput.MakeGenericMethod(parameter.ParameterType).Invoke(context, null);
        }

        return executor.ExecuteAsync(function, new InvocationInput(sources, NoData()), CancellationToken.None);
    }

    private Task<object?> ActAsync(DiscoveredFunction function, ActivityInvocation activity, CancellationToken cancellationToken)
    {
        var sources = clients.For(function);
        var parameter = function.TriggerParameter;
        if (activity.SerializedInput is { } input && parameter.ParameterType != typeof(FunctionContext))
        {
            sources[parameter.Name ?? ""] = converter.Deserialize(input, parameter.ParameterType);
        }

        var data = NoData();
        data["instanceId"] = activity.InstanceId;
        return executor.ExecuteAsync(function, new InvocationInput(sources, data), cancellationToken);
    }

    private static Dictionary<string, object?> NoData() => new(StringComparer.OrdinalIgnoreCase);
}
