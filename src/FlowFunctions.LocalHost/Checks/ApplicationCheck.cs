using FlowFunctions.LocalHost.Functions;
using FlowFunctions.LocalHost.Http;
using FlowFunctions.LocalHost.Settings;
using FlowFunctions.LocalHost.Workers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.LocalHost.Checks;

/// <summary>A published folder: whether it is whole, by the list of its assemblies, and whether this host can run its functions, by the list that its build has made.</summary>
internal static class ApplicationCheck
{
    public static IReadOnlyList<string> FaultsOf(PublishedApplication application, IConfiguration configuration) =>
        [.. FaultsOf(application.ThrowIfIncomplete), .. FaultsOf(() => ThrowIfUnservable(application, configuration))];

    private static void ThrowIfUnservable(PublishedApplication application, IConfiguration configuration)
    {
        var functions = application.ListedFunctions();
        HostedFunction.ThrowIfNone(functions, application.Directory);
        using var services = new ServiceCollection().AddLogging().AddRouting().BuildServiceProvider();
        // A prefix that is wrong by itself is told once, and not with each route.
        var prefix = HostJsonCheck.FaultOfRoutePrefix(configuration) is null ? HostConfiguration.RoutePrefix(configuration) : "";
        HttpRoutes.Of(functions, prefix, services.GetRequiredService<ParameterPolicyFactory>());
    }

    private static IReadOnlyList<string> FaultsOf(Action check)
    {
        try
        {
            check();
            return [];
        }
        catch (StartupException fault)
        {
            return fault.Faults;
        }
    }
}
