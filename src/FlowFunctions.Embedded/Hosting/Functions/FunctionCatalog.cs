using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace FlowFunctions.Embedded.Hosting.Functions;

/// <summary>The functions of an application, and what was wrong with those that could not be read.</summary>
internal sealed class FunctionCatalog(IReadOnlyList<DiscoveredFunction> functions, IReadOnlyList<string> faults)
{
    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<DiscoveredFunction> Functions => functions;

    public IReadOnlyList<string> Faults => faults;

    /// <summary>Whether the application needs the durable task engine.</summary>
    public bool IsDurable => functions.Any(function =>
        function.Trigger is OrchestrationTriggerAttribute or ActivityTriggerAttribute || function.DurableClients.Any());

    public static FunctionCatalog Of(HostSettings settings)
    {
        List<string> faults = [];
        var classes = settings.FunctionClasses ?? settings.FunctionAssemblies.Distinct().SelectMany(assembly => assembly.GetTypes());
        return new FunctionCatalog(FunctionDiscovery.Find(classes, faults), faults);
    }

    public IEnumerable<(DiscoveredFunction Function, TTrigger Trigger)> With<TTrigger>()
        where TTrigger : TriggerBindingAttribute =>
        functions.Where(function => function.Trigger is TTrigger).Select(function => (function, (TTrigger)function.Trigger));
}
