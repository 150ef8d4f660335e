using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Connections;

internal static class ConnectionsRegistration
{
    /// <summary>Needs the storage and the store of secrets.</summary>
    public static IServiceCollection AddFlowConnections(this IServiceCollection services)
    {
        services.AddSingleton<ConnectionEditor>();
        return services;
    }
}
