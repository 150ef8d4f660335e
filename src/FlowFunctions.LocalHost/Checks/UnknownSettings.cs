using FlowFunctions.LocalHost.Settings;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.LocalHost.Checks;

/// <summary>Settings that no part of the application and of this host reads, each with where it is set.</summary>
internal static class UnknownSettings
{
    public static IEnumerable<string> In(IConfiguration configuration) =>
        ApplicationSettings.Known.UnknownIn(configuration, key => SettingOrigin.Behind(configuration, key));
}
