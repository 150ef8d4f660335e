using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Api;

/// <summary>An HTTP function of the application as the Functions host sees it: a name, a template with constraints, methods.</summary>
internal sealed class HostedFunction
{
    private readonly IReadOnlyList<string>? _methods;
    private readonly RouteTemplate _template;

    private HostedFunction(string name, HttpTriggerAttribute trigger, MethodInfo method)
    {
        Name = name;
        Method = method;
        _methods = trigger.Methods is { Length: > 0 } methods ? methods : null;
        Route = trigger.Route!;
        _template = TemplateParser.Parse(Route);
    }

    public string Name { get; }

    public string Route { get; }

    public IReadOnlyList<string>? Methods => _methods;

    public MethodInfo Method { get; }

    public RouteTemplate Template => _template;

    /// <summary>The first of its methods; GET where it takes any.</summary>
    public string SampleMethod => (_methods?[0] ?? "get").ToUpperInvariant();

    public static IReadOnlyList<HostedFunction> All { get; } =
    [
        .. from type in typeof(FlowFunctionsApplication).Assembly.GetExportedTypes()
           from method in type.GetMethods()
           let function = method.GetCustomAttribute<FunctionAttribute>()
           let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
           where function is not null && trigger is not null
           orderby function.Name.ToUpperInvariant()
           select new HostedFunction(function.Name, trigger, method),
    ];

    public bool Matches(HttpRequest request, IInlineConstraintResolver constraints, RouteValueDictionary values) =>
        (_methods is null || _methods.Contains(request.Method, StringComparer.OrdinalIgnoreCase))
        && new TemplateMatcher(_template, []).TryMatch(request.Path, values)
        && _template.Parameters.All(parameter => (parameter.IsOptional && values[parameter.Name!] is null) || parameter.InlineConstraints.All(constraint =>
            constraints.ResolveConstraint(constraint.Constraint)!.Match(request.HttpContext, route: null, parameter.Name!, values, RouteDirection.IncomingRequest)));

    public async Task<object?> CallAsync(FunctionContext context, HttpContext http, RouteValueDictionary values, object durableClient)
    {
        var arguments = Method.GetParameters().Select(parameter =>
            parameter.ParameterType == typeof(HttpRequest) ? http.Request
            : parameter.ParameterType == typeof(CancellationToken) ? context.CancellationToken
            : parameter.ParameterType == typeof(FunctionContext) ? context
            : parameter.GetCustomAttribute<DurableClientAttribute>() is not null ? durableClient
            : values[parameter.Name!]);
        var instance = Method.IsStatic ? null : ActivatorUtilities.CreateInstance(context.InstanceServices, Method.DeclaringType!);
        var returned = Method.Invoke(instance, BindingFlags.DoNotWrapExceptions, binder: null, [.. arguments], culture: null);
        return returned is Task<IResult> task ? await task : returned;
    }
}
