using FlowFunctions.LocalHost.Checks;
using FlowFunctions.LocalHost.Settings;

namespace FlowFunctions.LocalHost.Tests.Checks;

/// <summary>Finds out what a host says before it starts anything.</summary>
internal static class Start
{
    /// <summary>The faults that keep a host with these arguments from starting; none where it would try.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(string workingDirectory, string? application, params IReadOnlyList<string> arguments)
    {
        try
        {
            var settings = new LocalHostSettings
            {
                Arguments = ["--urls=http://127.0.0.1:0", .. arguments],
                ApplicationDirectory = application,
                WorkingDirectory = workingDirectory,
                UsesEnvironment = false,
                LogsToConsole = false,
            };
            await using var host = new FunctionsHost(settings);
            return [];
        }
        catch (StartupException fault)
        {
            return fault.Faults;
        }
    }
}
