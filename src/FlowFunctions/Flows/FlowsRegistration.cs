using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Flows;

internal static class FlowsRegistration
{
    public static IServiceCollection AddFlows(this IServiceCollection services)
    {
        services.AddSingleton<FlowEditor>();
        services.AddSingleton<FlowPlanner>();
        return services;
    }
}
