using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Security;

internal static class SecurityRegistration
{
    public static IServiceCollection AddSecurity(this IServiceCollection services)
    {
        services.AddOptions<SecurityOptions>().BindConfiguration(SecurityOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SecurityOptions>, SecurityOptionsValidation>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton(_ => PlatformAuthentication.OfProcess());
        services.AddSingleton<EntraIdCallers>();
        services.AddSingleton<RequestRate>();
        services.AddHostedService<KeyRingSetup>();
        return services;
    }
}
