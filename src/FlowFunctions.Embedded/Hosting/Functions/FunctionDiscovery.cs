using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace FlowFunctions.Embedded.Hosting.Functions;

/// <summary>Finds the functions of an application: public methods with [Function] on public classes.</summary>
internal static class FunctionDiscovery
{
    private const BindingFlags AnyMethod =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <param name="classes">Where to look.</param>
    /// <param name="faults">Takes what is wrong with a method that cannot be a function.</param>
    /// <returns>In the order of their names, as the Functions host lists them.</returns>
    public static IReadOnlyList<DiscoveredFunction> Find(IEnumerable<Type> classes, ICollection<string> faults)
    {
        var functions = new List<DiscoveredFunction>();
        foreach (var method in classes.SelectMany(type => type.GetMethods(AnyMethod)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is { } function && Read(method, function.Name, faults) is { } discovered)
            {
                functions.Add(discovered);
            }
        }

        return [.. functions.OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private static DiscoveredFunction? Read(MethodInfo method, string name, ICollection<string> faults)
    {
        var where = $"Function '{name}' ({method.DeclaringType?.FullName}.{method.Name})";
        if (method is not { IsPublic: true, IsGenericMethodDefinition: false, DeclaringType: { IsVisible: true, ContainsGenericParameters: false } type }
            || (!method.IsStatic && type.IsAbstract))
        {
            faults.Add($"{where} cannot be called: make it a public, non-generic method of a public class.");
            return null;
        }

        var triggers = method.GetParameters()
            .Select(parameter => (Parameter: parameter, Trigger: parameter.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(parameter => parameter.Trigger is not null)
            .ToList();
        if (triggers is [var (parameter, trigger)])
        {
            return new DiscoveredFunction(name, method, parameter, trigger!);
        }

        faults.Add(triggers.Count == 0
            ? $"{where} has no trigger: give one parameter a trigger attribute."
            : $"{where} has {triggers.Count} triggers: keep one, and make a function for each other.");
        return null;
    }
}
