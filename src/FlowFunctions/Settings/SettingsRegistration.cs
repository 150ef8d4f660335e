using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Settings;

internal static class SettingsRegistration
{
    /// <summary>Adds the warning of settings that nothing reads.</summary>
    public static IServiceCollection AddSettingsNotice(this IServiceCollection services) => services.AddHostedService<UnknownSettingsNotice>();
}
