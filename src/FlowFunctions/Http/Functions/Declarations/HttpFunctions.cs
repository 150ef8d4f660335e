using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Http;

/// <summary>The application's HTTP functions, read once from their declarations: who may call each, whether it needs storage, and where it is.</summary>
internal static class HttpFunctions
{
    /// <summary>By name.</summary>
    public static readonly FrozenDictionary<string, HttpFunction> All =
        typeof(HttpFunctions).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(HttpFunction.Of)
            .OfType<HttpFunction>()
            .ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    private static readonly List<(RouteTemplate Path, IReadOnlyList<string> Methods)> Routes =
        [.. All.Values.Where(function => function.Methods.Count > 0).Select(function => (TemplateParser.Parse(function.Route), function.Methods))];

    /// <summary>
    /// The methods that functions take at the request's path, in alphabetical order; empty where no function has it. The Functions host does not tell a wrong
    /// method from a wrong path.
    /// </summary>
    public static IReadOnlyList<string> MethodsAt(HttpContext http)
    {
        var constraints = http.RequestServices.GetRequiredService<IInlineConstraintResolver>();
        return
        [
            .. Routes
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
}
