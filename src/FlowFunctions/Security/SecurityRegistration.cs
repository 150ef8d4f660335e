using FlowFunctions.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Security;

internal static class SecurityRegistration
{
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
