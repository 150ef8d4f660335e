using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace FlowFunctions.LocalHost.Http;

/// <summary>Answers requests that no function takes: 405 where one takes the path by another method, else 404.</summary>
internal sealed class UnmatchedRequest(IEnumerable<HttpRoute> routes, ParameterPolicyFactory policies)
{
    private readonly IReadOnlyList<(HttpRoute Route, TemplateMatcher Matcher)> _routes =
        [.. routes.Where(route => route.Methods.Count > 0).Select(route => (route, new TemplateMatcher(new RouteTemplate(route.Pattern), [])))];

    public Task AnswerAsync(HttpContext http)
    {
        var allowed = _routes
            .Where(route => Matches(route.Route, route.Matcher, http))
            .SelectMany(route => route.Route.Methods)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        return allowed.Count == 0
            ? HostAnswer.WriteAsync(http, StatusCodes.Status404NotFound, $"There is nothing at {http.Request.Path}.")
            : HostAnswer.MethodNotAllowedAsync(http, allowed);
    }

    private bool Matches(HttpRoute route, TemplateMatcher matcher, HttpContext http)
    {
        var values = new RouteValueDictionary();
        return matcher.TryMatch(http.Request.Path, values)
            && route.Pattern.Parameters.All(parameter => parameter.ParameterPolicies
                .Select(policy => policies.Create(parameter, policy))
                .OfType<IRouteConstraint>()
                .All(constraint => constraint.Match(http, route: null, parameter.Name, values, RouteDirection.IncomingRequest)));
    }
}
