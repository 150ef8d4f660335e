using System.ComponentModel;
using System.Diagnostics;

namespace FlowFunctions.Embedded.Engine.Leases;

/// <summary>Asks the operating system.</summary>
internal sealed class OwnerProcesses : IOwnerProcesses
{
    /// <summary>The runtime computes a start time from the clock, and two readings may differ by a little.</summary>
    private static readonly TimeSpan StartTimeTolerance = TimeSpan.FromSeconds(2);

    private static readonly string ThisMachine = DescribeMachine();

    public LeaseOwner DescribeThis()
    {
        using var process = Process.GetCurrentProcess();
        return new LeaseOwner(Guid.CreateVersion7().ToString("n"), ThisMachine, process.Id, process.StartTime.ToUniversalTime());
    }

    public bool IsGone(LeaseOwner owner)
    {
        if (!string.Equals(owner.Machine, ThisMachine, StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(owner.ProcessId);
            return (process.StartTime.ToUniversalTime() - owner.ProcessStartedAt).Duration() > StartTimeTolerance;
        }
        catch (Exception ended) when (ended is ArgumentException or InvalidOperationException)
        {
            return true;
        }
        catch (Win32Exception)
        {
            // It exists but belongs to somebody else: whether it is the owner cannot be told.
            return false;
        }
    }

    // A machine's name alone would take two containers with one name for one machine: processes are numbered by boot and by process namespace.
    private static string DescribeMachine() => string.Join('/', new[] { Environment.MachineName, ReadBoot(), ReadNamespace() }.OfType<string>());

    private static string? ReadBoot()
    {
        const string Boot = "/proc/sys/kernel/random/boot_id";
        return File.Exists(Boot) ? File.ReadAllText(Boot).Trim()[..8] : null;
    }

    private static string? ReadNamespace() => OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget : null;
}
