using FlowFunctions.LocalHost.Checks;
using FlowFunctions.LocalHost.Functions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace FlowFunctions.LocalHost.Http;

/// <summary>The routes of an application's HTTP functions.</summary>
internal static class HttpRoutes
{
    /// <param name="functions">In the order of their names: the first whose route matches is taken, as in the Functions host.</param>
    /// <param name="prefix">What all routes begin with, without slashes around it.</param>
    /// <param name="policies">Knows the constraints that a route may have.</param>
    /// <exception cref="StartupException">Some cannot be served; the message names each, with the cure.</exception>
    public static IReadOnlyList<HttpRoute> Of(IEnumerable<HostedFunction> functions, string prefix, ParameterPolicyFactory policies)
    {
        List<string> faults = [];
        List<HttpRoute> routes = [];
        foreach (var function in functions.Where(function => function.IsTriggeredBy(HostedFunction.HttpTrigger)))
        {
            try
            {
                routes.Add(HttpRoute.Of(function, prefix));
            }
            catch (RoutePatternException fault)
            {
                faults.Add($"The function '{function.Name}' has no valid route: '{function.Trigger.Text("route")}'. {fault.Message}");
            }
        }

        faults.AddRange(routes.SelectMany(route => UnknownConstraints(route, policies)));
        faults.AddRange(
            from pair in routes.SelectMany((first, i) => routes.Skip(i + 1).Select(second => (first, second)))
            where pair.first.Shape == pair.second.Shape && pair.first.SharesMethodWith(pair.second)
            select $"The functions '{pair.first.Function}' and '{pair.second.Function}' share the route '{pair.first.Template}' " +
                $"({string.Join("; ", new[] { pair.first.MethodList, pair.second.MethodList }.Distinct())}). Give one of them another route or method.");
        return faults.Count == 0 ? routes : throw new StartupException(faults);
    }

    // ASP.NET Core looks constraints up with the first request, and fails it and all others.
    private static IEnumerable<string> UnknownConstraints(HttpRoute route, ParameterPolicyFactory policies)
    {
        foreach (var (parameter, policy) in route.Pattern.Parameters.SelectMany(parameter => parameter.ParameterPolicies.Select(policy => (parameter, policy))))
        {
            string? fault = null;
            try
            {
                policies.Create(parameter, policy.Content ?? "");
            }
            catch (Exception unknown) when (unknown is InvalidOperationException or RouteCreationException)
            {
                fault = $"The function '{route.Function}' has a route with an unknown or malformed constraint '{policy.Content}': '{route.Template}'. {unknown.Message}";
            }

            if (fault is not null)
            {
                yield return fault;
            }
        }
    }
}
