using FlowFunctions.LocalHost.Functions;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;

namespace FlowFunctions.LocalHost.Http;

/// <summary>Where an HTTP function is found.</summary>
internal sealed record HttpRoute(string Function, string Template, RoutePattern Pattern, IReadOnlyList<string> Methods)
{
    /// <summary>Two routes with the same shape match the same paths: names of parameters do not count, their constraints do.</summary>
    public string Shape => string.Join('/', Pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(ShapeOf))));

    /// <summary>For a person.</summary>
    public string MethodList => Methods.Count == 0 ? "any method" : string.Join(',', Methods);

    /// <summary>The route that a function asks for. A template that is none throws a RoutePatternException.</summary>
    public static HttpRoute Of(HostedFunction function, string prefix)
    {
        var route = (function.Trigger.Text("route") is { Length: > 0 } given ? given : function.Name).TrimStart('/');
        var template = prefix.Length == 0 ? route : $"{prefix}/{route}";
        var methods = Accepted(function.Trigger.Texts("methods"));

        // A constraint, where ASP.NET Core's own metadata would answer 405: a wrong method is no match in the Functions host, which
        // then goes on to the next function, and answers 404 in the end.
        var pattern = methods.Count == 0
            ? RoutePatternFactory.Parse(template)
            : RoutePatternFactory.Parse(
                template,
                defaults: null,
                parameterPolicies: new Dictionary<string, object?> { ["httpMethod"] = new HttpMethodRouteConstraint([.. methods]) });
        return new HttpRoute(function.Name, template, pattern, methods);
    }

    public bool SharesMethodWith(HttpRoute other) =>
        Methods.Count == 0 || other.Methods.Count == 0 || Methods.Intersect(other.Methods).Any();

    // A function for GET answers HEAD too, as in the Functions host (WebScriptHostHttpRoutesManager.BuildConstraintMethods).
    private static List<string> Accepted(IEnumerable<string> methods)
    {
        var accepted = methods.Select(method => method.ToUpperInvariant()).Distinct().ToList();
        if (accepted.Contains("GET") && !accepted.Contains("HEAD"))
        {
            accepted.Add("HEAD");
        }

        return accepted;
    }

    private string ShapeOf(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content.ToUpperInvariant(),
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter =>
            $"{{{(parameter.IsCatchAll ? "*" : "")}{string.Concat(parameter.ParameterPolicies.Select(policy => ":" + policy.Content))}{(parameter.IsOptional ? "?" : "")}}}",
        _ => part.ToString() ?? "",
    };
}
