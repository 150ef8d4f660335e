using System.Diagnostics;
using System.Globalization;
using FlowFunctions.Chaos.Rig;
using FlowFunctions.Testing;

namespace FlowFunctions.Chaos.Tests.Rig;

public sealed class SignalsTests
{
    private const char Stopped = 'T';

    [Fact]
    public async Task Process_stands_still_until_it_is_let_go_on()
    {
        using var process = Process.Start("sleep", ["60"]);
        try
        {
            await Signals.StopAsync(process.Id);
            await Wait.Until(() => StateOf(process) == Stopped);

            await Signals.ContinueAsync(process.Id);
            await Wait.Until(() => StateOf(process) != Stopped);
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>"12 (sleep) T 1 …": https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html</summary>
    private static char StateOf(Process process) =>
        File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/stat")).Split(") ")[1][0];
}
