using FlowFunctions.Embedded.Hosting.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Embedded.Hosting.Http;

/// <summary>The endpoints of an application's HTTP functions.</summary>
internal static class HttpFunctions
{
    /// <param name="catalog">The functions.</param>
    /// <param name="hostJson">With the routes' prefix.</param>
    /// <param name="faults">Takes the routes that are none.</param>
    public static IReadOnlyList<HttpRoute> Routes(FunctionCatalog catalog, HostJson hostJson, ICollection<string> faults)
    {
        List<HttpRoute> routes = [];
        foreach (var (function, trigger) in catalog.With<HttpTriggerAttribute>())
        {
            try
            {
                routes.Add(HttpRoute.Of(function, trigger, hostJson.RoutePrefix));
            }
            catch (Microsoft.AspNetCore.Routing.Patterns.RoutePatternException fault)
            {
                faults.Add($"Function '{function.Name}' has no valid route: '{trigger.Route}'. {fault.Message}");
            }
        }

        return routes;
    }

    public static void Map(WebApplication application, IReadOnlyList<HttpRoute> routes)
    {
        var invoker = ActivatorUtilities.CreateInstance<HttpFunctionInvoker>(application.Services);
        // In the order of the functions' names, the first route that matches wins, as in the Functions host, however specific a later one is.
        var endpoints = routes.Select(Endpoint (route, order) =>
            new RouteEndpointBuilder(http => invoker.InvokeAsync(route.Function, http), route.Pattern, order)
            {
                DisplayName = route.Function.Name,
            }.Build());
        application.UseRouting();
        ((IEndpointRouteBuilder)application).DataSources.Add(new DefaultEndpointDataSource(endpoints));
        application.UseEndpoints(_ => { });
    }
}
