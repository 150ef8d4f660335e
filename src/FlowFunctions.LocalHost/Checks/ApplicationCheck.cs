using FlowFunctions.LocalHost.Functions;
using FlowFunctions.LocalHost.Http;
using FlowFunctions.LocalHost.Settings;
using FlowFunctions.LocalHost.Workers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.LocalHost.Checks;

/// <summary>The functions of a published folder, by the list that its build has made: whether there are any, and this host can run them all.</summary>
internal static class ApplicationCheck
{
    public static IReadOnlyList<string> FaultsOf(PublishedApplication application, IConfiguration configuration)
    {
        try
        {
            if (application.MissingAssemblies() is { Count: > 0 } missing)
            {
                return [$"'{application.Directory}' lacks {string.Join(", ", missing)}, which the app needs. Publish the app again."];
            }

            var functions = application.ListedFunctions();
            HostedFunction.ThrowIfNone(functions, application.Directory);
            using var services = new ServiceCollection().AddLogging().AddRouting().BuildServiceProvider();
            // A prefix that is wrong by itself is told once, and not with each route.
            var prefix = HostJsonCheck.FaultOfRoutePrefix(configuration) is null ? HostConfiguration.RoutePrefix(configuration) : "";
            HttpRoutes.Of(functions, prefix, services.GetRequiredService<ParameterPolicyFactory>());
            return [];
        }
        catch (StartupException fault)
        {
            return fault.Faults;
        }
    }
}
