using System.Diagnostics;
using System.Globalization;

namespace FlowFunctions.Chaos.Rig;

/// <summary>Signals that stop a process where it stands, and let it go on.</summary>
internal static class Signals
{
    /// <summary>From now on it does nothing; connections to it are accepted for it, and not answered.</summary>
    public static Task StopAsync(int process) => SendAsync(process, "STOP");

    /// <summary>It goes on where it was.</summary>
    public static Task ContinueAsync(int process) => SendAsync(process, "CONT");

    private static async Task SendAsync(int process, string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
