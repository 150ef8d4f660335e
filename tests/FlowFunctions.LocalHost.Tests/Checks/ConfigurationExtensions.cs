using Microsoft.Extensions.Configuration;

namespace FlowFunctions.LocalHost.Tests.Checks;

internal static class ConfigurationExtensions
{
    public static ConfigurationManager AddSettings(this ConfigurationManager configuration, params string[] settings)
    {
        configuration.AddCommandLine(settings);
        return configuration;
    }
}
