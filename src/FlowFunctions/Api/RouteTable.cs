using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Api;

/// <summary>The routes of the application's HTTP functions, to tell a wrong method from a wrong path: the Functions host itself does not.</summary>
internal sealed class RouteTable
{
    private readonly List<(RouteTemplate Path, IReadOnlyList<string> Methods)> _routes;

    public RouteTable(Assembly assembly) =>
        _routes =
        [
            .. from type in assembly.GetExportedTypes()
               from method in type.GetMethods()
               where method.GetCustomAttribute<FunctionAttribute>() is not null
               from parameter in method.GetParameters()
               let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
               where trigger is { Route: not null, Methods: not null }
               select (TemplateParser.Parse(trigger.Route!), InCapitals(trigger.Methods!)),
        ];

    /// <summary>The methods that functions take at the request's path, in alphabetical order; empty where no function has it.</summary>
    public IReadOnlyList<string> MethodsAt(HttpContext http)
    {
        var constraints = http.RequestServices.GetRequiredService<IInlineConstraintResolver>();
        return
        [
            .. _routes
                .Where(route => Matches(route.Path, http, constraints))
                .SelectMany(route => route.Methods)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private static bool Matches(RouteTemplate template, HttpContext http, IInlineConstraintResolver constraints)
    {
        var values = new RouteValueDictionary();
        return new TemplateMatcher(template, []).TryMatch(http.Request.Path, values)
            && template.Parameters.All(parameter => parameter.InlineConstraints.All(constraint =>
                constraints.ResolveConstraint(constraint.Constraint)?.Match(http, route: null, parameter.Name!, values, RouteDirection.IncomingRequest) ?? true));
    }

    private static IReadOnlyList<string> InCapitals(string[] methods) => [.. methods.Select(method => method.ToUpperInvariant())];
}
