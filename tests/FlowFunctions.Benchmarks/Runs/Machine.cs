using System.Globalization;
using System.Runtime.InteropServices;
using FlowFunctions.LocalHost.Emulator;

namespace FlowFunctions.Benchmarks.Runs;

/// <summary>Where it was measured.</summary>
internal static class Machine
{
    private const string LoadFile = "/proc/loadavg";

    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, Azurite {AzuriteInstallation.Version} on disk");

    /// <summary>How many processes wanted a core, on average over the last minute; unknown where the system does not tell.</summary>
    public static string Load() => File.Exists(LoadFile) ? File.ReadAllText(LoadFile).Split(' ')[0] : "unknown";
}
