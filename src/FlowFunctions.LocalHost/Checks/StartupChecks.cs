using FlowFunctions.LocalHost.Settings;
using FlowFunctions.LocalHost.Workers;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.LocalHost.Checks;

/// <summary>All that can be known to be wrong before anything is started.</summary>
internal static class StartupChecks
{
    /// <summary>The host's own settings, and the folders.</summary>
    public static IReadOnlyList<string> OfHost(IConfiguration configuration, LocalHostSettings settings) =>
    [
        .. HostJsonCheck.FaultsOf(configuration),
        .. LogLevelCheck.FaultsOf(configuration),
        .. AddressCheck.FaultsOf(configuration),
        .. TaskHubCheck.FaultsOf(configuration),
        .. StorageCheck.FaultsOf(configuration),
        .. FolderCheck.FaultsOf(configuration, settings.WorkingDirectory, HostConfiguration.EnvironmentName),
    ];

    /// <summary>The application's functions.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="published">The folder that it is in; null for the one that was built with this host.</param>
    public static IReadOnlyList<string> OfFunctions(IConfiguration configuration, PublishedApplication? published) =>
        published is null ? [] : ApplicationCheck.FaultsOf(published, configuration);

    /// <summary>The application's settings.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="published">The folder that it is in; null for the one that was built with this host.</param>
    /// <param name="application">The services of the application that is about to run, where there is one already.</param>
    public static IReadOnlyList<string> OfOptions(IConfiguration configuration, PublishedApplication? published, IServiceProvider? application) =>
        published is null or { IsFlowFunctions: true } ? [.. OptionsCheck.FaultsOf(configuration, HostConfiguration.EnvironmentName, application)] : [];

    /// <exception cref="StartupException">There are faults; the message lists every one with where it is set and its cure.</exception>
    public static void ThrowIfAny(IEnumerable<string> faults)
    {
        if (faults.Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } all)
        {
            throw new StartupException(all);
        }
    }
}
