using System.Diagnostics;
using System.Globalization;

namespace FlowFunctions.LocalHost.Tests.Programs;

/// <summary>Signals, as an operator's shell sends them.</summary>
internal static class Signal
{
    /// <param name="name">Such as TERM.</param>
    /// <param name="processId">Of a process that the test has started.</param>
    public static async Task SendAsync(string name, int processId)
    {
        using var kill = Process.Start("kill", ["-s", name, processId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
