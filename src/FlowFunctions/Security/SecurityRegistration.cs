using FlowFunctions.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Security;

internal static class SecurityRegistration
{
    /// <summary>
    /// Adds who may call, and how often: keys with their names and roles (<see cref="KeyRing"/>, where to start reading), those whom the platform has signed in, and rates. It knows no request:
    /// the middleware of Http asks it.
    /// </summary>
    public static IServiceCollection AddSecurity(this IServiceCollection services)
    {
        services.AddCheckedOptions<SecurityOptions>(SecurityOptions.Section);
        services.AddSingleton<KeyRing>();
        services.AddSingleton(_ => PlatformAuthentication.OfProcess());
        services.AddSingleton<EntraIdCallers>();
        services.AddSingleton<RequestRate>();
        services.AddHostedService<KeyRingSetup>();
        return services;
    }
}
