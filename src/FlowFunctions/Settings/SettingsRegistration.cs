using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Settings;

internal static class SettingsRegistration
{
    /// <summary>Adds what looks at the settings as a whole: the warning of those that nothing reads, and the refusal of those that refer to a secret which is not there.</summary>
    public static IServiceCollection AddSettingsChecks(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<UnresolvedReferences.None>, UnresolvedReferences>();
        services.AddOptions<UnresolvedReferences.None>().ValidateOnStart();
        return services.AddHostedService<UnknownSettingsNotice>();
    }
}
