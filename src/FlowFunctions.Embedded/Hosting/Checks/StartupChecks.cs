using System.Reflection;
using FlowFunctions.Embedded.Hosting.Converters;
using FlowFunctions.Embedded.Hosting.Durable;
using FlowFunctions.Embedded.Hosting.Functions;
using FlowFunctions.Embedded.Hosting.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;

namespace FlowFunctions.Embedded.Hosting.Checks;

/// <summary>Finds what would fail later, or silently behave otherwise than on the Functions host. Each fault names its cure.</summary>
internal static class StartupChecks
{
    public static IEnumerable<string> Check(FunctionCatalog catalog, IReadOnlyList<HttpRoute> routes, bool isWebApplication, string? hub) =>
    [
        .. Names(catalog),
        .. DurableNames(catalog),
        .. Routes(routes),
        .. Http(catalog, isWebApplication),
        .. catalog.Functions.SelectMany(Bindings),
        .. catalog.Functions.SelectMany(Parameters),
        .. Hubs(catalog, hub),
    ];

    private static IEnumerable<string> Names(FunctionCatalog catalog) =>
        from function in catalog.Functions
        group function by function.Name.ToUpperInvariant() into same
        where same.Count() > 1
        select $"{same.Count()} functions are named '{same.First().Name}' (case does not count): " +
            $"{string.Join(", ", same.Select(function => function.EntryPoint))}. Rename all but one.";

    private static IEnumerable<string> DurableNames(FunctionCatalog catalog) =>
        from function in catalog.Functions
        where function.Trigger is OrchestrationTriggerAttribute or ActivityTriggerAttribute
        group function by (Kind: function.Trigger.GetType(), Name: function.DurableName.ToUpperInvariant()) into same
        where same.DistinctBy(function => function.Name.ToUpperInvariant()).Count() > 1
        select $"{same.Count()} {(same.Key.Kind == typeof(ActivityTriggerAttribute) ? "activities" : "orchestrators")} are named " +
            $"'{same.First().DurableName}': {string.Join(", ", same.Select(function => function.EntryPoint))}. Rename all but one.";

    private static IEnumerable<string> Routes(IReadOnlyList<HttpRoute> routes) =>
        from pair in routes.SelectMany((first, i) => routes.Skip(i + 1).Select(second => (first, second)))
        where pair.first.Shape == pair.second.Shape && pair.first.SharesMethodWith(pair.second)
        select $"Functions '{pair.first.Function.Name}' and '{pair.second.Function.Name}' share the route '{pair.first.Template}' " +
            $"({pair.first.MethodList}; {pair.second.MethodList}). Give one of them another route or method.";

    private static IEnumerable<string> Http(FunctionCatalog catalog, bool isWebApplication)
    {
        var functions = catalog.With<HttpTriggerAttribute>().ToList();
        if (functions.Count > 0 && !isWebApplication)
        {
            yield return "The application has HTTP functions but not the ASP.NET Core integration: call builder.ConfigureFunctionsWebApplication() in Program.cs.";
        }

        foreach (var (function, trigger) in functions)
        {
            if (trigger.AuthLevel is not AuthorizationLevel.Anonymous)
            {
                yield return $"Function '{function.Name}' asks for AuthorizationLevel.{trigger.AuthLevel}, which is unsupported: the embedded host has no host keys. " +
                    "Use AuthorizationLevel.Anonymous and check the caller in the application.";
            }

            var result = function.ResultType;
            if (result != typeof(void) && result != typeof(object) && !result.IsAssignableTo(typeof(IResult)) && !result.IsAssignableTo(typeof(IActionResult)))
            {
                yield return $"Function '{function.Name}' returns {result.Name}, which the ASP.NET Core integration does not write to the response. " +
                    "Return an IResult or an IActionResult.";
            }
        }
    }

    private static IEnumerable<string> Bindings(DiscoveredFunction function)
    {
        var parameters = function.Method.GetParameters();
        foreach (var binding in parameters.SelectMany(parameter => parameter.GetCustomAttributes<BindingAttribute>())
            .Concat(function.Method.GetCustomAttributes<BindingAttribute>())
            .Where(binding => BindingTypes.Of(binding) is null))
        {
            yield return $"Function '{function.Name}' uses {binding.GetType().Name}, which the embedded runtime does not support.";
        }

        if (function.Output is not null && function.Trigger is HttpTriggerAttribute or OrchestrationTriggerAttribute or ActivityTriggerAttribute)
        {
            yield return $"Function '{function.Name}' has a [QueueOutput] for its return value, which is its {TriggerName(function)}'s own result. " +
                "Send the message in the function.";
        }

        if (function.ResultType.GetProperties().Any(property => property.IsDefined(typeof(OutputBindingAttribute), inherit: true)))
        {
            yield return $"Function '{function.Name}' returns {function.ResultType.Name}, which has output bindings on its properties: unsupported in the embedded runtime. " +
                "Send the messages in the function.";
        }

        if (function.Retry is not null && function.Trigger is not TimerTriggerAttribute)
        {
            yield return $"Function '{function.Name}' has a [{function.Retry.GetType().Name.Replace("Attribute", "", StringComparison.Ordinal)}], which works on timer triggers only. " +
                "Remove it: queues repeat by themselves, activities by their TaskOptions.";
        }

        if (parameters.Any(parameter => parameter.ParameterType.IsByRef))
        {
            yield return $"Function '{function.Name}' has ref, in or out parameters. Take them by value.";
        }

        if (function.Trigger is OrchestrationTriggerAttribute && function.TriggerParameter.ParameterType != typeof(TaskOrchestrationContext))
        {
            yield return $"Orchestrator '{function.Name}' has its trigger on a {function.TriggerParameter.ParameterType.Name}. Put it on a TaskOrchestrationContext.";
        }

        if (function.Trigger is TimerTriggerAttribute && function.TriggerParameter.ParameterType != typeof(TimerInfo))
        {
            yield return $"Timer function '{function.Name}' has its trigger on a {function.TriggerParameter.ParameterType.Name}. Put it on a TimerInfo.";
        }
    }

    private static IEnumerable<string> Parameters(DiscoveredFunction function) =>
        from parameter in function.Method.GetParameters()
        where !IsFilled(function, parameter)
        select $"Parameter '{parameter.Name}' ({parameter.ParameterType.Name}) of function '{function.Name}' is filled by nothing. " +
            "Take services in the constructor of the class" +
            (function.Trigger is HttpTriggerAttribute ? ", a body by [FromBody]." : ".");

    private static bool IsFilled(DiscoveredFunction function, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (type.IsByRef
            || parameter.HasDefaultValue
            || parameter.IsDefined(typeof(BindingAttribute), inherit: true)
            || parameter.IsDefined(typeof(InputConverterAttribute), inherit: true)
            || type.IsDefined(typeof(InputConverterAttribute), inherit: true)
            || type == typeof(FunctionContext)
            || type == typeof(CancellationToken))
        {
            return true;
        }

        return function.Trigger switch
        {
            HttpTriggerAttribute => type == typeof(HttpRequest) || IsPlainValue(type),
            OrchestrationTriggerAttribute => parameter == DurableFunctions.InputParameter(function),
            ActivityTriggerAttribute => type == typeof(string) && string.Equals(parameter.Name, "instanceId", StringComparison.OrdinalIgnoreCase),
            QueueTriggerAttribute => IsPlainValue(type),
            _ => false,
        };
    }

    private static bool IsPlainValue(Type type) => type == typeof(string) || type.IsValueType;

    private static IEnumerable<string> Hubs(FunctionCatalog catalog, string? hub) =>
        from function in catalog.Functions
        from parameter in function.DurableClients
        let client = parameter.GetCustomAttribute<DurableClientAttribute>()
        where client.ConnectionName is not null || (client.TaskHub is not null && !string.Equals(client.TaskHub, hub, StringComparison.OrdinalIgnoreCase))
        select $"Function '{function.Name}' has a [DurableClient] for another task hub or connection: unsupported, the embedded runtime serves one hub ('{hub}'). " +
            "Remove TaskHub and ConnectionName.";

    private static string TriggerName(DiscoveredFunction function) => BindingTypes.Of(function.Trigger) ?? function.Trigger.GetType().Name;
}
