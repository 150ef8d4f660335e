using FlowFunctions.LocalHost.Settings;
using FlowFunctions.LocalHost.Workers;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.LocalHost.Checks;

/// <summary>All that can be known to be wrong before anything is started.</summary>
internal static class StartupChecks
{
    /// <exception cref="StartupException">Something is; the message lists every fault with where it is set and its cure.</exception>
    public static void ThrowIfFaulty(IConfiguration configuration, LocalHostSettings settings)
    {
        // Where the folder is wrong, so is all that is read from it.
        var published = settings.ApplicationDirectory is { } directory ? PublishedApplication.Open(directory) : null;
        var environment = HostConfiguration.EnvironmentName;
        List<string> faults =
        [
            .. published is null ? [] : ApplicationCheck.FaultsOf(published, configuration),
            .. HostJsonCheck.FaultsOf(configuration),
            .. LogLevelCheck.FaultsOf(configuration),
            .. AddressCheck.FaultsOf(configuration),
            .. TaskHubCheck.FaultsOf(configuration),
            .. StorageCheck.FaultsOf(configuration),
            .. published is null or { IsFlowFunctions: true } ? OptionsCheck.FaultsOf(configuration, environment) : [],
            .. FolderCheck.FaultsOf(configuration, settings.WorkingDirectory, environment),
        ];
        if (faults.Count > 0)
        {
            throw new StartupException([.. faults.Distinct(StringComparer.Ordinal)]);
        }
    }
}
