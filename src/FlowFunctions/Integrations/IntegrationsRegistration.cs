using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Integrations;

internal static class IntegrationsRegistration
{
    public static IServiceCollection AddIntegrations(this IServiceCollection services)
    {
        services.AddSingleton<IntegrationEditor>();
        return services;
    }
}
