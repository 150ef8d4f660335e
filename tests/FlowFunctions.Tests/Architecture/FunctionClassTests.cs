using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace FlowFunctions.Tests.Architecture;

/// <summary>Rules for function classes that only the Azure packages enforce: at build by their generators and analyzers, or at start by the host.</summary>
public sealed class FunctionClassTests
{
    private static readonly IReadOnlyList<MethodInfo> Functions =
        [.. from type in Assembly.Load("FlowFunctions").GetTypes()
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where method.IsDefined(typeof(FunctionAttribute))
            select method];

    [Fact]
    public void Function_is_a_public_method_of_a_public_class_with_one_public_constructor()
    {
        // The generated executor calls the method; the worker creates the class with ActivatorUtilities, which sees public constructors only.
        var hidden = Functions.Where(method => !method.IsPublic || !method.DeclaringType!.IsPublic || !CanBeCreated(method.DeclaringType));

        Assert.NotEmpty(Functions);
        Assert.Empty(hidden.Select(Name));
    }

    [Fact]
    public void Function_name_is_one_that_the_host_accepts()
    {
        var names = Functions.Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name).ToList();

        Assert.All(names, name => Assert.Matches("^[A-Za-z][A-Za-z0-9_-]{0,127}$", name));
        Assert.DoesNotContain("host", names, StringComparer.OrdinalIgnoreCase);
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Orchestrator_takes_its_context_and_at_most_an_input()
    {
        // DURABLE0007 and DURABLE0008: no cancellation token and no other binding in an orchestrator.
        var others = Functions.Where(IsOrchestrator).Where(method => method.GetParameters().Any(parameter =>
            parameter.ParameterType == typeof(CancellationToken)
            || (parameter.IsDefined(typeof(OrchestrationTriggerAttribute)) && parameter.ParameterType != typeof(TaskOrchestrationContext))
            || parameter.IsDefined(typeof(DurableClientAttribute))));

        Assert.Contains(Functions, IsOrchestrator);
        Assert.Empty(others.Select(Name));
    }

    [Fact]
    public void Orchestrator_class_gets_no_service()
    {
        // Each turn creates the class anew and replays: what it is given from outside could change what it decides.
        var fed = Functions.Where(IsOrchestrator).Where(method => !method.IsStatic && method.DeclaringType!.GetConstructors().Any(one => one.GetParameters().Length > 0));

        Assert.Empty(fed.Select(Name));
    }

    private static bool CanBeCreated(Type type) => (type.IsAbstract && type.IsSealed) || (!type.IsAbstract && !type.IsGenericType && type.GetConstructors().Length == 1);

    private static bool IsOrchestrator(MethodInfo method) => method.GetParameters().Any(parameter => parameter.IsDefined(typeof(OrchestrationTriggerAttribute)));

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
