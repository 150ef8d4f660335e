using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Targets.Stores;

internal static class StoresRegistration
{
    /// <summary>Adds the files and tables that jobs read and write. Needs the connections.</summary>
    public static IServiceCollection AddStores(this IServiceCollection services)
    {
        services.AddSingleton<ConnectionStanding>();
        services.AddSingleton<StoreConnections>();
        return services;
    }
}
