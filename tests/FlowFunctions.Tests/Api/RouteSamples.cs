using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace FlowFunctions.Tests.Api;

/// <summary>Paths that lead to a function: its template with values that its constraints allow, and that the functions host does not give to another function.</summary>
internal static class RouteSamples
{
    public const string UnknownId = "0193f0f0f0f0700080000000000000ff";

    /// <summary>For a parameter with a constraint of a kind that is not here, add a value that it allows.</summary>
    private static readonly string[] Values = [UnknownId, "enabled", "118000000001", "index.html", "flows", "nothing"];

    /// <summary>The first path that matches, without its leading slash.</summary>
    public static string PathOf(HostedFunction function, IInlineConstraintResolver constraints) => PathOf(function, constraints, _ => []);

    /// <param name="function">The function.</param>
    /// <param name="constraints">Resolves the constraints of its template.</param>
    /// <param name="valuesOf">By the name of a parameter, what to try first.</param>
    public static string PathOf(HostedFunction function, IInlineConstraintResolver constraints, Func<string, IReadOnlyList<string>> valuesOf)
    {
        var path = string.Join(
            '/',
            function.Template.Segments.Select(segment => string.Concat(segment.Parts.Select(part =>
                part.IsParameter ? ValueOf(part, [.. valuesOf(part.Name!), .. Values], constraints) : part.Text))));
        var method = function.SampleMethod;
        var taken = HostedFunction.All.FirstOrDefault(candidate => candidate.Matches(RequestOf(method, path), constraints, []));
        Assert.True(taken == function, $"{method} /{path}, meant for {function.Name}, goes to {taken?.Name ?? "no function"}.");
        return path;
    }

    private static string ValueOf(TemplatePart parameter, IReadOnlyList<string> values, IInlineConstraintResolver constraints) =>
        values.FirstOrDefault(value => parameter.InlineConstraints.All(constraint =>
            constraints.ResolveConstraint(constraint.Constraint)!.Match(
                null, null, parameter.Name!, new RouteValueDictionary { [parameter.Name!] = value }, RouteDirection.IncomingRequest)))
        ?? throw new InvalidOperationException($"No sample value fits the route parameter '{parameter.Name}'.");

    private static HttpRequest RequestOf(string method, string path)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        http.Request.Path = "/" + path;
        return http.Request;
    }
}
